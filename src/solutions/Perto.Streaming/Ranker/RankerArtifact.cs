using Perto.Learning;
using Perto.Numerics;

namespace Perto.Streaming;

/// <summary>The ranker as it is kept in the registry.</summary>
/// <param name="Trees">The trees; their features are named.</param>
/// <param name="Play">From a score to the probability that a title is played, seen at the first place.</param>
/// <param name="Noticed">How much each place is noticed (<see cref="PlaceNotice"/>); empty where places were not known.</param>
internal sealed record RankerArtifact(BoostedTrees Trees, PlattScaling Play, double[] Noticed)
{
    private const string FileKind = "streaming-ranker";
    private const int FileVersion = 2;

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        var writer = new BinaryFileWriter(stream, FileKind, FileVersion);
        writer.Section<double>("play", [Play.Slope, Play.Intercept]);
        writer.Section<double>("noticed", Noticed);
        writer.End();
        Trees.Save(stream);
        return stream.ToArray();
    }

    /// <exception cref="BinaryFormatException">The bytes are damaged or made by a newer version.</exception>
    public static RankerArtifact Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        var reader = new BinaryFileReader(stream);
        if (reader.Kind != FileKind)
            throw new BinaryFormatException("header", $"a '{FileKind}' was expected; this is a '{reader.Kind}'");
        reader.RequireVersion(FileVersion);
        double[] play = reader.Section<double>("play");
        if (play.Length != 2)
            throw new BinaryFormatException("play", $"a slope and an intercept were expected; there are {play.Length} numbers");
        // The first version had log-odds of the places, which tell ratios only where little is done.
        double[] noticed = reader.Version == 1 ? Ratios(reader.Section<double>("places")) : reader.Section<double>("noticed");
        reader.End();
        return new RankerArtifact(BoostedTrees.Load(stream), new PlattScaling(play[0], play[1]), noticed);
    }

    private static double[] Ratios(double[] logOdds) => [.. logOdds.Select(place => Math.Exp(place - logOdds.Max()))];
}
