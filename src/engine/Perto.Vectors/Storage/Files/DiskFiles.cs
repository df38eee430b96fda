namespace Perto.Vectors.Storage;

/// <summary>The files of a folder of the operating system.</summary>
internal sealed class DiskFiles : IFiles
{
    private readonly string _root;

    /// <param name="root">Path of the folder, which is made if it is missing.</param>
    /// <exception cref="StorageException">It cannot be made.</exception>
    public DiskFiles(string root)
    {
        _root = Path.GetFullPath(root);
        try
        {
            MakeDurably(_root);
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw DiskFault.Of(_root, "cannot be made", fault);
        }
    }

    public IFile Create(string name) => OpenFile(name, FileMode.CreateNew, "cannot be created");

    public IFile Open(string name) => OpenFile(name, FileMode.Open, "cannot be opened");

    public IMappedFile Map(string name)
    {
        string path = Find(name);
        try
        {
            return new DiskMappedFile(path);
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw DiskFault.Of(name, "cannot be mapped", fault);
        }
    }

    public bool Exists(string name) => File.Exists(Find(name));

    public long Length(string name)
    {
        string path = Find(name);
        try
        {
            return new FileInfo(path).Length;
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw DiskFault.Of(name, "cannot be looked at", fault);
        }
    }

    public IReadOnlyList<string> Files(string folder) => List(folder, Directory.EnumerateFiles);

    public IReadOnlyList<string> Folders(string folder) => List(folder, Directory.EnumerateDirectories);

    public void CreateFolder(string name) => Change(name, "cannot be made", path => Directory.CreateDirectory(path));

    public void Delete(string name) => Change(name, "cannot be deleted", path =>
    {
        try
        {
            // The system says of a missing folder, not of a missing file, that there is nothing to delete.
            if (File.Exists(path))
                File.Delete(path);
        }
        catch (Exception fault) when (OperatingSystem.IsWindows() && fault is IOException or UnauthorizedAccessException)
        {
            // It is mapped: it stays until its folder is opened again, as the interface says.
        }
    });

    public void DeleteFolder(string name) => Change(name, "cannot be deleted", path =>
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    });

    public void Rename(string from, string to)
    {
        string target = Find(to);
        Change(from, $"cannot be renamed to '{to}'", path => File.Move(path, target, overwrite: true));
    }

    public void SyncFolder(string folder) => Change(folder, "cannot be flushed to the disk", UnixCalls.SyncFolder);

    public IDisposable Lock(string name)
    {
        DiskLock held = TakeLock(name);
        try
        {
            held.NameOwner();
            return held;
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            held.Dispose();
            throw DiskFault.Of(name, "cannot be written", fault);
        }
    }

    private DiskLock TakeLock(string name)
    {
        string path = Find(name);
        try
        {
            return new DiskLock(path);
        }
        catch (IOException fault) when (fault is not (FileNotFoundException or DirectoryNotFoundException) && DiskLock.OwnerOf(path) is { } owner)
        {
            string process = owner == Environment.ProcessId ? $"this process ({owner})" : $"process {owner}";
            throw new StorageException(
                name, $"is locked by {process}: a folder of the store has one owner at a time", "Stop that process, or give this one another folder", fault);
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw DiskFault.Of(name, "cannot be locked", fault);
        }
    }

    private DiskFile OpenFile(string name, FileMode mode, string problem)
    {
        string path = Find(name);
        try
        {
            return new DiskFile(name, File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw DiskFault.Of(name, problem, fault);
        }
    }

    private List<string> List(string folder, Func<string, IEnumerable<string>> entries)
    {
        string path = Find(folder);
        try
        {
            List<string> names = Directory.Exists(path) ? [.. entries(path).Select(entry => Path.GetFileName(entry))] : [];
            names.Sort(StringComparer.Ordinal);
            return names;
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw DiskFault.Of(folder, "cannot be listed", fault);
        }
    }

    private void Change(string name, string problem, Action<string> change)
    {
        string path = Find(name);
        try
        {
            change(path);
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw DiskFault.Of(name, problem, fault);
        }
    }

    private string Find(string name) => Path.Combine(_root, FileNames.Checked(name));

    // A folder that was made survives a loss of power when the folder above it was flushed.
    private static void MakeDurably(string folder)
    {
        if (Directory.Exists(folder))
            return;
        string? above = Path.GetDirectoryName(folder);
        if (above is not null)
            MakeDurably(above);
        Directory.CreateDirectory(folder);
        if (above is not null)
            UnixCalls.SyncFolder(above);
    }
}
