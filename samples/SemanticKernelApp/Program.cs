// A Semantic Kernel app whose chat service is the gateway: only the endpoint and the model's name say so.
// Start the gateway first (dotnet run -c Release --project src/Gateway.Server), then: dotnet run --project samples/SemanticKernelApp
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

var endpoint = new Uri(args.Length > 0 ? args[0] : "http://127.0.0.1:8080/v1");

#pragma warning disable SKEXP0010 // The overload with an endpoint is marked experimental; it is how any compatible server is named.
var kernel = Kernel.CreateBuilder()
    .AddOpenAIChatCompletion(modelId: "sum-vote", endpoint: endpoint, apiKey: "none-needed")
    .Build();
#pragma warning restore SKEXP0010

// As a prompt function...
var answer = await kernel.InvokePromptAsync("{{$numbers}}", new KernelArguments { ["numbers"] = "74+11+73+87" });
Console.WriteLine($"prompt: {answer}");

// ...and as a chat, streamed.
var chat = kernel.GetRequiredService<IChatCompletionService>();
var history = new ChatHistory();
history.AddUserMessage("12+34+56+78");
Console.Write("stream: ");
await foreach (var part in chat.GetStreamingChatMessageContentsAsync(history)) Console.Write(part.Content);
Console.WriteLine();
