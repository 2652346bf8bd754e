using Gateway.Llama.Gguf;

namespace Gateway.Llama.Tests.Gguf;

/// <summary>Broken files of every kind, by chance: each is read or refused with a reason, soon and in little memory.</summary>
public sealed class GgufFuzzTests
{
    private const int Files = 20_000;

    [Fact]
    public void Read_MutatedFiles_AreReadOrRefused()
    {
        var random = new Random(11);
        byte[][] sound = [new GgufBytes().ToArray(), new GgufBytes().With("tokenizer.ggml.tokens", GgufBytes.Texts("a", "b", "c")).ToArray()];
        var (read, refused) = (0, 0);
        for (var i = 0; i < Files; i++)
        {
            var file = Mutated(sound[i % sound.Length], random);
            try
            {
                GgufCheck.Read(new MemoryStream(file));
                read++;
            }
            catch (GgufFormatException e)
            {
                Assert.NotEmpty(e.Message);
                refused++;
            }
        }

        // Both happen, or the mutations say nothing.
        Assert.True(read > Files / 100 && refused > Files / 2, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Read_RandomBytesAfterTheMagic_AreRefused()
    {
        var random = new Random(12);
        for (var i = 0; i < Files; i++)
        {
            var file = new byte[random.Next(4, 400)];
            random.NextBytes(file);
            "GGUF"u8.CopyTo(file);
            if (file.Length > 8) BitConverter.TryWriteBytes(file.AsSpan(4), 3);

            Assert.Throws<GgufFormatException>(() => GgufCheck.Read(new MemoryStream(file)));
        }
    }

    private static byte[] Mutated(byte[] sound, Random random)
    {
        var file = sound.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(file.Count);
            switch (random.Next(6))
            {
                case 0: file[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: file[at] = (byte)random.Next(256); break;
                case 2: file.RemoveRange(at, random.Next(1, Math.Min(20, file.Count - at) + 1)); break;
                case 3: file.InsertRange(at, Enumerable.Range(0, random.Next(1, 20)).Select(_ => (byte)random.Next(256))); break;
                case 4: file.InsertRange(at, file.GetRange(at, Math.Min(16, file.Count - at))); break;
                default: for (var i = at; i < Math.Min(at + 8, file.Count); i++) file[i] = 0xFF; break;
            }

            if (file.Count == 0) file.Add(0);
        }

        return [.. file];
    }
}
