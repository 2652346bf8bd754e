using System.Globalization;
using Gateway.Llama;

namespace Gateway.Hosting;

/// <summary>Reads a model that names a GGUF file.</summary>
internal static class LocalModelReader
{
    /// <returns>Null where it names none; then that has been reported.</returns>
    public static LocalModelSettings? Read(ConfigSection entry, string root)
    {
        var path = entry.Text("Path");
        if (path is null) entry.Wrong("Path", "is missing; legal: the path of a GGUF file");
        var engine = new LlamaModelOptions(entry.Name, path is null ? "" : Path.GetFullPath(path, root))
        {
            ContextTokens = entry.Int("ContextTokens", 4096, 16, 16_777_216),
            GpuLayers = entry.Int("GpuLayers", -1, -1, 10_000),
            MainGpu = entry.Int("MainGpu", 0, 0, 255),
            TensorSplit = ReadSplit(entry),
            FlashAttention = ReadSwitch(entry, "FlashAttention"),
            KvType = ReadKvType(entry),
            SharedCache = ReadSwitch(entry, "SharedCache") ?? false,
            CacheTokens = entry.Has("CacheTokens") ? entry.Int("CacheTokens", 4096, 16, int.MaxValue) : Unset(entry, "CacheTokens"),
            Pooling = entry.Word("Pooling", "mean", "mean", "last") == "last" ? Pooling.Last : Pooling.Mean,
            Parallel = entry.Int("Parallel", 32, 1, 256),
            MaxQueued = entry.Int("MaxQueued", 1024, 1, 1_000_000),
            Threads = entry.Has("Threads") ? entry.Int("Threads", 1, 1, 1024) : Unset(entry, "Threads"),
        };
        return path is null ? null : new LocalModelSettings(entry.Name, engine) { ContextTokens = engine.ContextTokens };
    }

    private static KvType ReadKvType(ConfigSection entry) => entry.Word("KvType", "f16", "f32", "f16", "bf16", "q8_0", "q4_0") switch
    {
        "f32" => KvType.F32,
        "bf16" => KvType.BF16,
        "q8_0" => KvType.Q8,
        "q4_0" => KvType.Q4,
        _ => KvType.F16,
    };

    private static bool? ReadSwitch(ConfigSection entry, string key) => entry.Text(key) is null ? null : entry.Bool(key, false);

    private static float[] ReadSplit(ConfigSection entry)
    {
        var shares = new List<float>();
        foreach (var text in entry.List("TensorSplit"))
        {
            if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && float.IsFinite(share) && share >= 0) shares.Add(share);
            else entry.Wrong("TensorSplit", $"'{text}' is not legal; legal: a list of numbers, each GPU's share");
        }

        return [.. shares];
    }

    // Asked for, so that it counts as known.
    private static int? Unset(ConfigSection entry, string key)
    {
        entry.Text(key);
        return null;
    }
}
