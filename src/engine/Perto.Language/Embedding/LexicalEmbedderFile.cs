using Perto.Numerics;

namespace Perto.Language;

/// <summary>The file of a fitted <see cref="LexicalEmbedder"/>.</summary>
internal static class LexicalEmbedderFile
{
    private const string Kind = "lexical-embedder";
    private const int Newest = 1;
    private const int NoLanguage = -1;

    public static void Write(Stream stream, FittedSpace space, TextLanguage? language, TextLanguage fallback, LexicalFitReport fit)
    {
        BinaryFileWriter writer = new(stream, Kind, Newest);
        writer.Text("version", LexicalEmbedder.Version);
        writer.Section<int>("shape", [language is { } one ? (int)one : NoLanguage, (int)fallback, fit.Texts, fit.DecomposedTexts, space.Dimension]);
        writer.Section<double>("variance", [fit.VarianceKept]);
        writer.Section<ulong>("features", space.Ids);
        writer.Section<float>("weights", space.Weights);
        writer.Section<Half>("directions", space.Directions);
        writer.End();
    }

    public static (FittedSpace Space, TextLanguage? Language, TextLanguage Fallback, LexicalFitReport Fit) Read(Stream stream)
    {
        BinaryFileReader reader = new(stream);
        if (reader.Kind != Kind)
            throw new BinaryFormatException("header", $"this is a '{reader.Kind}', not a '{Kind}'");
        reader.RequireVersion(Newest);
        string version = reader.Text("version");
        Require(version == LexicalEmbedder.Version, "version", $"it was fitted to the features of {version}, and texts have those of {LexicalEmbedder.Version} now; fit it again");
        int[] shape = reader.Section<int>("shape");
        Require(shape.Length == 5, "shape", $"5 numbers are needed; got {shape.Length}");
        Require(shape[0] == NoLanguage || Enum.IsDefined((TextLanguage)shape[0]), "shape", $"{shape[0]} is no language");
        Require(Enum.IsDefined((TextLanguage)shape[1]), "shape", $"{shape[1]} is no language");
        int dimension = shape[4];
        Require(dimension is >= 1 and <= LexicalEmbedder.TermDimensions, "shape", $"{dimension} directions are not in 1..{LexicalEmbedder.TermDimensions}");
        double[] variance = reader.Section<double>("variance");
        Require(variance is [>= 0 and <= 1], "variance", "one number in 0..1 is needed");
        ulong[] ids = reader.Section<ulong>("features");
        Require(ids.Length > 0 && ids.Distinct().Count() == ids.Length, "features", "there must be one and more, all different");
        float[] weights = reader.Section<float>("weights");
        Require(weights.Length == ids.Length && weights.All(weight => weight > 0 && float.IsFinite(weight)), "weights", $"{ids.Length} finite numbers above 0 are needed");
        Half[] directions = reader.Section<Half>("directions");
        Require(directions.Length == (long)ids.Length * dimension && directions.All(Half.IsFinite), "directions", $"{ids.Length} x {dimension} finite numbers are needed");
        reader.End();
        return (
            new FittedSpace(ids, weights, directions),
            shape[0] == NoLanguage ? null : (TextLanguage)shape[0],
            (TextLanguage)shape[1],
            new LexicalFitReport(shape[2], shape[3], ids.Length, dimension, variance[0]));
    }

    private static void Require(bool holds, string section, string problem)
    {
        if (!holds)
            throw new BinaryFormatException(section, problem);
    }
}
