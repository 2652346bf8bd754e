using System.Runtime.InteropServices;

namespace Gateway.Llama.Native;

/// <summary>llama.cpp's <c>llama_chat_message</c>: two zero-terminated UTF-8 strings, 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeChatMessage
{
    public byte* Role;
    public byte* Content;
}
