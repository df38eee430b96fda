namespace Perto.Testing;

/// <summary>An empty folder of its own, removed with all it holds when disposed.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Full path of the folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("perto-test-").FullName;

    /// <summary>Full path of something in the folder, which need not exist.</summary>
    /// <param name="parts">Names from the folder downward.</param>
    public string Find(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
