using System.Buffers.Binary;
using System.Text;
using Perto.Language;
using Perto.Numerics;

namespace Perto.Benchmarks.Language;

/// <summary>A model in the shape of MiniLM-L6 with made weights: what it says is nonsense, what it costs is the same.</summary>
internal static unsafe class MiniLm
{
    public const int Hidden = 384;
    public const int Layers = 6;
    public const int Heads = 12;
    public const int Inner = 1_536;
    public const int Vocabulary = 30_522;
    public const long Seed = 6;

    public static TransformerConfig Config { get; } = new()
    {
        Architecture = TransformerArchitecture.Bert,
        HiddenSize = Hidden,
        EmbeddingSize = Hidden,
        Layers = Layers,
        Heads = Heads,
        IntermediateSize = Inner,
        VocabularySize = Vocabulary,
        Positions = 512,
        TokenTypes = 2,
        Epsilon = 1e-12f,
        Activation = Activation.Gelu,
        FirstPosition = 0,
    };

    /// <summary>The tensors, in a file in memory.</summary>
    public static TensorSet Tensors()
    {
        (string Name, int[] Shape)[] tensors = [.. Shapes()];
        var header = new StringBuilder("{");
        long end = 0;
        foreach ((string name, int[] shape) in tensors)
        {
            long begin = end;
            end += shape.Aggregate(4L, (product, dimension) => product * dimension);
            header.Append($"{(begin == 0 ? "" : ",")}\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', shape)}],\"data_offsets\":[{begin},{end}]}}");
        }

        byte[] json = Encoding.UTF8.GetBytes(header.Append('}').ToString().PadRight((header.Length + 15) / 8 * 8));
        var file = new PinnedBlock(8 + json.Length + end);
        BinaryPrimitives.WriteInt64LittleEndian(new Span<byte>(file.Pointer, 8), json.Length);
        json.CopyTo(new Span<byte>(file.Pointer + 8, json.Length));
        Fill(tensors, (float*)(file.Pointer + 8 + json.Length));
        return new TensorSet(SafetensorsFile.Read("made.safetensors", file.Pointer, file.Bytes, file));
    }

    /// <summary>A text of made tokens.</summary>
    public static TokenizedText Text(SeededRandom random, int length)
    {
        int[] ids = new int[length];
        for (int i = 0; i < length; i++)
            ids[i] = random.Next(Vocabulary);
        return new TokenizedText { Ids = ids, TypeIds = new int[length], Ranges = new TextRange[length], UncutLength = length };
    }

    /// <summary>Operations of a text: a multiply-add counts as two; activations, normalisations and softmax are not counted.</summary>
    public static double Operations(int length) =>
        (double)length * Layers * ((2.0 * ((4 * Hidden * Hidden) + (2 * Hidden * Inner))) + (4.0 * length * Hidden));

    private static IEnumerable<(string Name, int[] Shape)> Shapes()
    {
        yield return ("embeddings.word_embeddings.weight", [Vocabulary, Hidden]);
        yield return ("embeddings.position_embeddings.weight", [512, Hidden]);
        yield return ("embeddings.token_type_embeddings.weight", [2, Hidden]);
        List<(string Name, int Outputs, int Inputs)> parts = [("embeddings.LayerNorm", Hidden, 0)];
        for (int i = 0; i < Layers; i++)
        {
            string layer = $"encoder.layer.{i}.";
            foreach (string square in (string[])["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"])
                parts.Add((layer + square, Hidden, Hidden));
            parts.Add((layer + "attention.output.LayerNorm", Hidden, 0));
            parts.Add((layer + "intermediate.dense", Inner, Hidden));
            parts.Add((layer + "output.dense", Hidden, Inner));
            parts.Add((layer + "output.LayerNorm", Hidden, 0));
        }

        parts.Add(("pooler.dense", Hidden, Hidden));
        parts.Add(("classifier", 1, Hidden));
        foreach ((string name, int outputs, int inputs) in parts)
        {
            yield return (name + ".weight", inputs == 0 ? [outputs] : [outputs, inputs]);
            yield return (name + ".bias", [outputs]);
        }
    }

    private static void Fill((string Name, int[] Shape)[] tensors, float* values)
    {
        var random = new SeededRandom(Seed);
        foreach ((string name, int[] shape) in tensors)
        {
            int count = shape.Aggregate(1, (product, dimension) => product * dimension);
            float centre = name.EndsWith("LayerNorm.weight", StringComparison.Ordinal) ? 1 : 0;
            foreach (ref float value in new Span<float>(values, count))
                value = centre + (((float)random.NextDouble() - 0.5f) * 0.1f);
            values += count;
        }
    }
}
