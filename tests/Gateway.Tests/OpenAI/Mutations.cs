using CsCheck;

namespace Gateway.Tests.OpenAI;

/// <summary>Bodies with a few bytes changed, so that most of them are nearly right.</summary>
internal static class Mutations
{
    // Bytes that change the structure, and half a surrogate pair, come up more often than others.
    private static readonly byte[] Structural = [.. "{}[]\",:\\-.123nulltruefalse \n"u8];

    private static readonly Gen<byte> Bytes = Gen.OneOf(Gen.Byte, Gen.Int[0, Structural.Length - 1].Select(static place => Structural[place]));

    private static readonly Gen<byte[]> Put = Gen.OneOf(Bytes.Array[0, 4], Bytes.Array[0, 4], Gen.Const(static () => "\\ud83d"u8.ToArray()));

    public static Gen<byte[]> Of(byte[] body) =>
        Gen.Select(Gen.Int[0, body.Length], Gen.OneOf(Gen.Const(0), Gen.Int[0, 3], Gen.Int[0, 200]), Put)
            .Array[1, 6]
            .Select(changes => changes.Aggregate(body, static (changed, change) => Apply(changed, change.Item1, change.Item2, change.Item3)));

    private static byte[] Apply(byte[] body, int place, int length, byte[] put)
    {
        var start = Math.Min(place, body.Length);
        var end = Math.Min(start + length, body.Length);
        return [.. body.AsSpan(..start), .. put, .. body.AsSpan(end..)];
    }
}
