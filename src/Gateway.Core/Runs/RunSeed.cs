using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>Where the randomness of a run comes from: the same request gives the same seed, and each sample its own.</summary>
public static class RunSeed
{
    // JSON readers that hold numbers as doubles keep integers exact up to here, so a seed can be copied from a record into a request.
    private const long Largest = (1L << 53) - 1;

    /// <summary>A seed from what the request asks: policy, messages and the options that change the output. From 0 to 2^53 - 1.</summary>
    public static long Of(string policy, Prompt prompt)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, policy.ToUpperInvariant());
        foreach (var message in prompt.Messages)
        {
            Add(hash, message.Role.Value);
            foreach (var content in message.Contents) Add(hash, ContentText.Of(content));
        }

        var options = prompt.Options;
        Add(hash, FormattableString.Invariant(
            $"{options.Temperature}|{options.TopP}|{options.TopK}|{options.MaxOutputTokens}|{options.PresencePenalty}|{options.FrequencyPenalty}|{options.ChoiceCount()}"));
        foreach (var stop in options.StopSequences ?? []) Add(hash, stop);
        foreach (var tool in options.Tools ?? []) Add(hash, tool.Name);
        if (options.ResponseFormat is ChatResponseFormatJson { Schema: { } schema }) Add(hash, CanonicalJson.Of(schema));
        return First(hash) & Largest;
    }

    /// <summary>The seed of one sample, from the run's seed, the model and the sample's index. Not negative, so that every endpoint accepts it.</summary>
    public static long ForSample(long runSeed, string model, int sampleIndex)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> numbers = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(numbers, runSeed);
        BinaryPrimitives.WriteInt32LittleEndian(numbers[8..], sampleIndex);
        hash.AppendData(numbers);
        Add(hash, model.ToUpperInvariant());
        return First(hash) & 0x7FFF_FFFF;
    }

    // The length goes first, so that ["ab", "c"] and ["a", "bc"] differ.
    private static void Add(IncrementalHash hash, string text)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        hash.AppendData(length);
        hash.AppendData(Encoding.UTF8.GetBytes(text));
    }

    private static long First(IncrementalHash hash)
    {
        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadInt64LittleEndian(digest);
    }
}
