using System.IO.Compression;
using System.Text.Json;
using Perto.Numerics;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>
/// The titles and numbers of a page in bytes. Columns lie one after another, and one that is the same for all titles (whatever is about the
/// person or the moment) is kept as one number; the whole is deflated.
/// </summary>
internal static class ServedPageFile
{
    private const string FileKind = "streaming-served";
    private const int FileVersion = 1;

    public static byte[] Write(IReadOnlyList<ServedTitle> titles, FeatureTable? features)
    {
        using var bytes = new MemoryStream();
        using (var deflated = new DeflateStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            var writer = new BinaryFileWriter(deflated, FileKind, FileVersion);
            writer.Text("titles", JsonSerializer.Serialize(titles, PertoJson.Options));
            writer.Text("features", features is null ? "" : string.Join('\n', features.Names));
            if (features is not null)
            {
                (byte[] constant, float[] values) = Columns(features);
                writer.Section<byte>("constant", constant);
                writer.Section<float>("values", values);
            }
            writer.End();
        }
        return bytes.ToArray();
    }

    /// <exception cref="BinaryFormatException">The bytes are damaged or made by a newer version.</exception>
    public static (IReadOnlyList<ServedTitle> Titles, FeatureTable? Features) Read(byte[] bytes)
    {
        using var inflated = new MemoryStream();
        try
        {
            using var deflate = new DeflateStream(new MemoryStream(bytes, writable: false), CompressionMode.Decompress);
            deflate.CopyTo(inflated);
        }
        catch (InvalidDataException damaged)
        {
            throw new BinaryFormatException("file", damaged.Message);
        }
        inflated.Position = 0;
        var reader = new BinaryFileReader(inflated);
        if (reader.Kind != FileKind)
            throw new BinaryFormatException("header", $"a '{FileKind}' was expected; this is a '{reader.Kind}'");
        reader.RequireVersion(FileVersion);
        ServedTitle[] titles = JsonSerializer.Deserialize<ServedTitle[]>(reader.Text("titles"), PertoJson.Options) ?? [];
        string names = reader.Text("features");
        FeatureTable? features = names.Length == 0
            ? null
            : Table(names.Split('\n'), titles.Length, reader.Section<byte>("constant"), reader.Section<float>("values"));
        reader.End();
        return (titles, features);
    }

    private static (byte[] Constant, float[] Values) Columns(FeatureTable features)
    {
        var constant = new byte[features.Names.Count];
        var values = new List<float>(features.Values.Length);
        for (int column = 0; column < constant.Length; column++)
        {
            float first = features.Rows == 0 ? float.NaN : features[0][column];
            bool same = true;
            for (int row = 1; row < features.Rows && same; row++)
                same = BitConverter.SingleToInt32Bits(features[row][column]) == BitConverter.SingleToInt32Bits(first);
            constant[column] = same ? (byte)1 : (byte)0;
            for (int row = 0; row < (same ? 1 : features.Rows); row++)
                values.Add(features.Rows == 0 ? float.NaN : features[row][column]);
        }
        return (constant, [.. values]);
    }

    private static FeatureTable Table(string[] names, int rows, byte[] constant, float[] values)
    {
        if (constant.Length != names.Length || values.Length != constant.Sum(one => one == 1 ? 1 : rows))
            throw new BinaryFormatException("values", $"{values.Length} values do not fit {names.Length} features of {rows} titles");
        var table = new FeatureTable(names, rows);
        int next = 0;
        for (int column = 0; column < names.Length; column++)
        {
            for (int row = 0; row < rows; row++)
                table[row][column] = values[constant[column] == 1 ? next : next + row];
            next += constant[column] == 1 ? 1 : rows;
        }
        return table;
    }
}
