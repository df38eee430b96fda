namespace Perto.Vectors.Storage;

/// <summary>Writes a <see cref="BlockFile"/>.</summary>
internal sealed class BlockFileWriter : IDisposable
{
    public BlockFileWriter(IFiles files, string name, string kind, int version) => throw new NotImplementedException();

    public void BeginSection(string name) => throw new NotImplementedException();

    public void Write(ReadOnlySpan<byte> bytes) => throw new NotImplementedException();

    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged => throw new NotImplementedException();

    public void EndSection() => throw new NotImplementedException();

    public void Finish() => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}
