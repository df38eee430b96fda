namespace Perto.Vectors.Storage;

/// <summary>The files of a folder of the operating system.</summary>
internal sealed class DiskFiles : IFiles
{
    public DiskFiles(string root) => Root = root;

    public string Root { get; }

    public IFile Create(string name) => throw new NotImplementedException();

    public IFile Open(string name) => throw new NotImplementedException();

    public IMappedFile Map(string name) => throw new NotImplementedException();

    public bool Exists(string name) => throw new NotImplementedException();

    public long Length(string name) => throw new NotImplementedException();

    public IReadOnlyList<string> Files(string folder) => throw new NotImplementedException();

    public IReadOnlyList<string> Folders(string folder) => throw new NotImplementedException();

    public void CreateFolder(string name) => throw new NotImplementedException();

    public void Delete(string name) => throw new NotImplementedException();

    public void DeleteFolder(string name) => throw new NotImplementedException();

    public void Rename(string from, string to) => throw new NotImplementedException();

    public void SyncFolder(string folder) => throw new NotImplementedException();

    public IDisposable Lock(string name) => throw new NotImplementedException();
}
