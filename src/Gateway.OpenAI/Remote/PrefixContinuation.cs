namespace Gateway.OpenAI;

/// <summary>How an endpoint is asked to go on from the beginning of an answer.</summary>
public enum PrefixContinuation
{
    /// <summary>It cannot.</summary>
    None,

    /// <summary>A last message of the assistant, with <c>continue_final_message: true</c> and <c>add_generation_prompt: false</c> (vLLM).</summary>
    Vllm,

    /// <summary>A last message of the assistant and nothing else (llama.cpp's server, unless started with <c>--no-prefill-assistant</c>).</summary>
    LlamaServer,

    /// <summary>A last message of the assistant with <c>prefix: true</c> (DeepSeek's beta endpoint, Mistral).</summary>
    PrefixFlag,
}
