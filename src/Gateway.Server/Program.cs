using Gateway.Hosting;
using Gateway.Server;
using Gateway.Server.Cli;

#pragma warning disable RS0030 // The process's own streams belong to its entry point.
if (args is ["policy", ..]) return PolicyCommands.Run(args, Console.Out, Console.Error);

try
{
    await using var app = GatewayApp.Build(args);
    await app.RunAsync();
    return 0;
}
catch (GatewayConfigurationException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
catch (IOException exception) when (exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    await Console.Error.WriteLineAsync($"{exception.Message} Choose another with --urls http://127.0.0.1:PORT.");
    return 1;
}
#pragma warning restore RS0030
