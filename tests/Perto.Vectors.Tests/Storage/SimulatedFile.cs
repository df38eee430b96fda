using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

/// <summary>An open file of <see cref="SimulatedFiles"/>.</summary>
internal sealed class SimulatedFile(SimulatedFiles files, string name, SimulatedContent content) : IFile
{
    public long Length => files.Look(() => content.Length);

    public void Write(long offset, ReadOnlySpan<byte> bytes) => files.Write(name, content, offset, bytes);

    public int Read(long offset, Span<byte> bytes) => files.Read(content, offset, bytes);

    public void SetLength(long length) => files.Change(Operation.SetLength, name, () => content.SetLength(length));

    public void Sync() => files.Sync(name, content);

    public void Dispose()
    {
    }
}
