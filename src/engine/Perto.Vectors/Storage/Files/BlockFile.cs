namespace Perto.Vectors.Storage;

/// <summary>An immutable file of named sections, read as memory, each block verified before its first use.</summary>
internal sealed class BlockFile : IDisposable
{
    public int Version => throw new NotImplementedException();

    public long Length => throw new NotImplementedException();

    public static BlockFile Open(IFiles files, string name, string kind) => throw new NotImplementedException();

    public bool Has(string name) => throw new NotImplementedException();

    public MappedSection Section(string name) => throw new NotImplementedException();

    public void VerifyAll(IProgress<long>? progress, CancellationToken cancellationToken) => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}
