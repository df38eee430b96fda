namespace Perto.Platform;

/// <summary>States of several entries as bytes.</summary>
internal static class StateBytes
{
    public static byte[] Write<T>(IEnumerable<T> entries, Action<BinaryWriter, T> write)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (T entry in entries)
            write(writer, entry);
        writer.Flush();
        return bytes.ToArray();
    }

    public static List<T> Read<T>(ReadOnlySpan<byte> state, Func<BinaryReader, T> read)
    {
        List<T> entries = [];
        using var reader = new BinaryReader(new MemoryStream(state.ToArray()));
        while (reader.BaseStream.Position < reader.BaseStream.Length)
            entries.Add(read(reader));
        return entries;
    }
}
