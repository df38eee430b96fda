using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

/// <summary>
/// Files in memory that fail and lose power by plan. Operations are numbered from 1. After the crash every call throws
/// <see cref="SimulatedCrashException"/>, and <see cref="Restart"/> gives what the disk may hold then; the same seed gives the same.
/// </summary>
internal sealed class SimulatedFiles : IFiles
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, Fault> _faults = [];
    private readonly Dictionary<Operation, int> _counts = [];
    private readonly HashSet<string> _locks = [];
    private readonly Dictionary<string, SimulatedContent> _files = [];
    private readonly HashSet<string> _folders = [""];
    private readonly Dictionary<string, SimulatedContent> _durableFiles = [];
    private readonly HashSet<string> _durableFolders = [""];
    private readonly List<FolderChange> _changes = [];
    private int _crashAt = -1;
    private bool _crashed;

    /// <summary>How many operations were done.</summary>
    public int Operations { get; private set; }

    /// <summary>Called before each operation, without a lock: a test may wait in it.</summary>
    public Action<Operation, string>? Before { get; set; }

    /// <summary>Called after the files of a folder were listed, without a lock.</summary>
    public Action<string>? Listed { get; set; }

    /// <summary>Whether the power is gone.</summary>
    public bool Crashed
    {
        get
        {
            lock (_lock)
                return _crashed;
        }
    }

    /// <summary>How many operations of a kind were done.</summary>
    public int CountOf(Operation kind)
    {
        lock (_lock)
            return _counts.GetValueOrDefault(kind);
    }

    /// <summary>The power goes in the midst of an operation: a sync does nothing, everything else may or may not have happened.</summary>
    public void CrashAt(int operation) => _crashAt = operation;

    /// <summary>An operation fails.</summary>
    public void FailAt(int operation, Fault fault) => _faults[operation] = fault;

    /// <summary>
    /// The files after a loss of power. Writes that were not synced are each kept, lost, torn at sectors or done in another order; changes of
    /// folders that were not synced each survive or not.
    /// </summary>
    public SimulatedFiles Restart(int seed)
    {
        var random = new Random(seed);
        double kept = random.Next(4) switch { 0 => 0, 1 => 1, _ => 0.5 };
        lock (_lock)
        {
            _crashed = true;
            var next = new SimulatedFiles();
            Dictionary<string, SimulatedContent> files = new(_durableFiles);
            HashSet<string> folders = [.. _durableFolders];
            foreach (FolderChange change in _changes.Where(_ => random.NextDouble() < kept))
                change.ApplyTo(files, folders);
            foreach (string folder in folders.Where(folder => IsReachable(folder, folders)))
            {
                next._folders.Add(folder);
                next._durableFolders.Add(folder);
            }

            foreach ((string name, SimulatedContent content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                SimulatedContent survivor = SimulatedContent.Durable(content.Survivor(random, kept));
                if (!IsReachable(FileNames.FolderOf(name), folders))
                    continue;
                next._files.Add(name, survivor);
                next._durableFiles.Add(name, survivor);
            }

            return next;
        }
    }

    /// <summary>The files after the end of the process alone: the system keeps what was written, durable or not.</summary>
    public SimulatedFiles RestartProcess()
    {
        lock (_lock)
        {
            _crashed = true;
            var next = new SimulatedFiles();
            foreach ((string name, SimulatedContent content) in _files)
                next._files.Add(name, content);
            foreach ((string name, SimulatedContent content) in _durableFiles)
                next._durableFiles.Add(name, content);
            next._folders.UnionWith(_folders);
            next._durableFolders.UnionWith(_durableFolders);
            next._changes.AddRange(_changes);
            return next;
        }
    }

    /// <summary>Flips bits of a byte, on the disk and in what programs see.</summary>
    public void Flip(string name, long offset, byte xor)
    {
        lock (_lock)
            Existing(name).Flip(offset, xor);
    }

    public IFile Create(string name) => Change(Operation.Create, FileNames.Checked(name), () =>
    {
        if (_files.ContainsKey(name))
            throw new StorageException(name, "cannot be created: it exists", "Choose another name");
        RequireFolder(name);
        var content = new SimulatedContent();
        Record(new FolderChange(Operation.Create, name, content));
        return new SimulatedFile(this, name, content);
    });

    public IFile Open(string name) => Look(() => new SimulatedFile(this, name, Existing(name)));

    public IMappedFile Map(string name) => Look(() => new SimulatedMap(Existing(name).Bytes));

    public bool Exists(string name) => Look(() => _files.ContainsKey(FileNames.Checked(name)));

    public long Length(string name) => Look(() => Existing(name).Length);

    public IReadOnlyList<string> Files(string folder)
    {
        List<string> names = Look(() => NamesIn(FileNames.Checked(folder), _files.Keys));
        Listed?.Invoke(folder);
        return names;
    }

    public IReadOnlyList<string> Folders(string folder) => Look(() => NamesIn(FileNames.Checked(folder), _folders));

    public void CreateFolder(string name) => Change(Operation.CreateFolder, FileNames.Checked(name), () =>
    {
        var missing = new Stack<string>();
        for (string folder = name; !_folders.Contains(folder); folder = FileNames.FolderOf(folder))
            missing.Push(folder);
        foreach (string folder in missing)
            Record(new FolderChange(Operation.CreateFolder, folder));
    });

    public void Delete(string name) => Change(Operation.Delete, FileNames.Checked(name), () =>
    {
        if (_files.TryGetValue(name, out SimulatedContent? content))
            Record(new FolderChange(Operation.Delete, name, content));
    });

    public void DeleteFolder(string name) => Change(Operation.DeleteFolder, FileNames.Checked(name), () =>
    {
        foreach (string file in _files.Keys.Where(file => file.StartsWith(name + "/", StringComparison.Ordinal)).ToArray())
            Record(new FolderChange(Operation.Delete, file, _files[file]));
        foreach (string folder in _folders.Where(folder => folder == name || folder.StartsWith(name + "/", StringComparison.Ordinal)).OrderByDescending(folder => folder.Length).ToArray())
            Record(new FolderChange(Operation.DeleteFolder, folder));
    });

    public void Rename(string from, string to) => Change(Operation.Rename, FileNames.Checked(from), () =>
    {
        RequireFolder(FileNames.Checked(to));
        Record(new FolderChange(Operation.Rename, from, Existing(from), to));
    });

    public void SyncFolder(string folder) => Change(Operation.SyncFolder, FileNames.Checked(folder), () =>
    {
        if (!_folders.Contains(folder))
            throw Missing(folder);
        if (_crashed)
            return;
        foreach (FolderChange change in _changes.Where(change => change.Folder == folder))
            change.ApplyTo(_durableFiles, _durableFolders);
        _changes.RemoveAll(change => change.Folder == folder);
    });

    public IDisposable Lock(string name) => Look(() =>
    {
        RequireFolder(FileNames.Checked(name));
        if (!_locks.Add(name))
            throw new StorageException(name, "is locked by this process", "Close the first owner");
        if (!_files.ContainsKey(name))
            Record(new FolderChange(Operation.Create, name, new SimulatedContent()));
        return new Release(() =>
        {
            lock (_lock)
                _locks.Remove(name);
        });
    });

    internal T Look<T>(Func<T> look)
    {
        lock (_lock)
        {
            ThrowIfCrashed();
            return look();
        }
    }

    internal int Read(SimulatedContent content, long offset, Span<byte> bytes)
    {
        lock (_lock)
        {
            ThrowIfCrashed();
            ReadOnlySpan<byte> there = content.Bytes[(int)Math.Min(offset, content.Length)..];
            there = there[..Math.Min(there.Length, bytes.Length)];
            there.CopyTo(bytes);
            return there.Length;
        }
    }

    internal void Write(string name, SimulatedContent content, long offset, ReadOnlySpan<byte> bytes)
    {
        byte[] copy = bytes.ToArray();
        Change(
            Operation.Write,
            name,
            () => content.Write(offset, copy),
            fault =>
            {
                if (fault == Fault.ShortWrite)
                    content.Write(offset, copy.AsSpan(0, copy.Length / 2));
            });
    }

    internal void Sync(string name, SimulatedContent content) => Change(
        Operation.Sync,
        name,
        () =>
        {
            if (!_crashed)
                content.Sync();
        },
        _ => content.FailSync());

    internal void Change(Operation kind, string name, Action change, Action<Fault>? fail = null) => Change(
        kind,
        name,
        () =>
        {
            change();
            return 0;
        },
        fail);

    private T Change<T>(Operation kind, string name, Func<T> change, Action<Fault>? fail = null)
    {
        Before?.Invoke(kind, name);
        lock (_lock)
        {
            ThrowIfCrashed();
            Operations++;
            _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
            if (_faults.TryGetValue(Operations, out Fault fault))
            {
                fail?.Invoke(fault);
                throw fault is Fault.NoSpace or Fault.ShortWrite
                    ? new StorageException(name, $"{kind} failed: no space is left on the disk", "Free space")
                    : new StorageException(name, $"{kind} failed: input/output error", "Check the disk");
            }

            _crashed = Operations == _crashAt;
            T result = change();
            ThrowIfCrashed();
            return result;
        }
    }

    private void Record(FolderChange change)
    {
        _changes.Add(change);
        change.ApplyTo(_files, _folders);
    }

    private SimulatedContent Existing(string name) => _files.GetValueOrDefault(FileNames.Checked(name)) ?? throw Missing(name);

    private void RequireFolder(string name)
    {
        if (!_folders.Contains(FileNames.FolderOf(name)))
            throw Missing(FileNames.FolderOf(name));
    }

    private void ThrowIfCrashed()
    {
        if (_crashed)
            throw new SimulatedCrashException();
    }

    private static StorageException Missing(string name) => new(name, "does not exist", "Create it first");

    private static List<string> NamesIn(string folder, IEnumerable<string> names)
    {
        List<string> found = [.. names.Where(name => name.Length > 0 && FileNames.FolderOf(name) == folder).Select(name => name[(name.LastIndexOf('/') + 1)..])];
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static bool IsReachable(string folder, HashSet<string> folders)
    {
        for (; folder.Length > 0; folder = FileNames.FolderOf(folder))
        {
            if (!folders.Contains(folder))
                return false;
        }

        return true;
    }

    private sealed class Release(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
