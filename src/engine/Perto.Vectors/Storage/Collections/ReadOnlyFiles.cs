namespace Perto.Vectors.Storage;

/// <summary>Files that are looked at and stay as they are: whoever tries to change one has a fault.</summary>
/// <param name="files">The files.</param>
/// <param name="hidesLogs">Whether there seem to be no files of logs.</param>
internal sealed class ReadOnlyFiles(IFiles files, bool hidesLogs) : IFiles
{
    public IFile Create(string name) => throw Refusal(name);

    public IFile Open(string name) => throw Refusal(name);

    public IMappedFile Map(string name) => files.Map(name);

    public bool Exists(string name) => files.Exists(name);

    public long Length(string name) => files.Length(name);

    public IReadOnlyList<string> Files(string folder) =>
        hidesLogs ? [.. files.Files(folder).Where(name => !name.EndsWith(".log", StringComparison.Ordinal))] : files.Files(folder);

    public IReadOnlyList<string> Folders(string folder) => files.Folders(folder);

    public void CreateFolder(string name) => throw Refusal(name);

    public void Delete(string name) => throw Refusal(name);

    public void DeleteFolder(string name) => throw Refusal(name);

    public void Rename(string from, string to) => throw Refusal(from);

    public void SyncFolder(string folder) => throw Refusal(folder);

    public IDisposable Lock(string name) => files.Lock(name);

    private static InvalidOperationException Refusal(string name) => new($"'{name}' is only looked at");
}
