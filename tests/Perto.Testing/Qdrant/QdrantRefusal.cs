namespace Perto.Testing;

/// <summary>What Qdrant answers to a request that it does not carry out.</summary>
internal sealed class QdrantRefusal(int status, string text) : Exception(text)
{
    public int Status { get; } = status;

    public static QdrantRefusal Format(string text) => new(400, $"Format error in JSON body: {text}");

    public static QdrantRefusal Input(string text) => new(400, $"Wrong input: {text}");

    public static QdrantRefusal Missing(string text) => new(404, $"Not found: {text}");
}
