using Perto.Learning;
using Perto.Numerics;

namespace Perto.Streaming;

/// <summary>The collaborative model as it is kept in the registry: the titles it knows, in its own order, and the factors.</summary>
/// <param name="TitleIds">Id of the title at each index of the model.</param>
/// <param name="Factors">The factorisation.</param>
/// <param name="Scorers">Models beside it that score candidates.</param>
internal sealed record CollaborativeArtifact(IReadOnlyList<string> TitleIds, ImplicitAls Factors, TitleScorers Scorers)
{
    private const string FileKind = "streaming-collaborative";
    private const int FileVersion = 2;

    // The first version had no scorers.
    private const int FirstWithScorers = 2;

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        var writer = new BinaryFileWriter(stream, FileKind, FileVersion);
        writer.Text("titles", string.Join('\n', TitleIds));
        writer.End();
        Factors.Save(stream);
        Scorers.Save(stream);
        return stream.ToArray();
    }

    /// <exception cref="BinaryFormatException">The bytes are damaged or made by a newer version.</exception>
    public static CollaborativeArtifact Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        var reader = new BinaryFileReader(stream);
        if (reader.Kind != FileKind)
            throw new BinaryFormatException("header", $"a '{FileKind}' was expected; this is a '{reader.Kind}'");
        reader.RequireVersion(FileVersion);
        string[] titles = reader.Text("titles").Split('\n');
        reader.End();
        ImplicitAls factors = Factorisation(RecommenderModels.Load(stream));
        return new CollaborativeArtifact(titles, factors, reader.Version < FirstWithScorers ? TitleScorers.None : TitleScorers.Read(stream));
    }

    private static ImplicitAls Factorisation(IRecommenderModel model) => model as ImplicitAls
        ?? throw new BinaryFormatException("header", $"a model of kind '{ImplicitAls.ModelKind}' was expected; this is '{model.Kind}'");
}
