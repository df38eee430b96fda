namespace Perto.Vectors.Storage;

/// <summary>
/// The files of one folder, and the seam where tests let disks fail. Names are relative paths with <c>/</c>:
/// <c>tenant/films/000001.segment</c>; the empty name is the folder itself. Safe for concurrent use.
/// </summary>
/// <exception cref="StorageException">Of every member: the operating system refused; the message names the file and what to do.</exception>
/// <exception cref="ArgumentException">Of every member: the name is no relative path, or it leads out of the folder.</exception>
internal interface IFiles
{
    /// <summary>A new, empty file; fails if it exists.</summary>
    IFile Create(string name);

    /// <summary>An existing file, for reading and writing.</summary>
    IFile Open(string name);

    /// <summary>An existing file whose content no longer changes, as memory.</summary>
    IMappedFile Map(string name);

    /// <summary>Whether there is a file of that name.</summary>
    bool Exists(string name);

    /// <summary>Bytes of an existing file.</summary>
    long Length(string name);

    /// <summary>Names of the files in a folder, without the folder, in ordinal order; empty if the folder is missing.</summary>
    IReadOnlyList<string> Files(string folder);

    /// <summary>Names of the folders in a folder, without the folder, in ordinal order; empty if the folder is missing.</summary>
    IReadOnlyList<string> Folders(string folder);

    /// <summary>Makes a folder and those above it; nothing if it exists.</summary>
    void CreateFolder(string name);

    /// <summary>
    /// Deletes a file; nothing if it is missing. Windows does not delete a file that is mapped: it stays, and whoever owns the folder
    /// removes orphans when it opens.
    /// </summary>
    void Delete(string name);

    /// <summary>Deletes a folder and all it holds; nothing if it is missing. Not atomic: a crash may leave a part.</summary>
    void DeleteFolder(string name);

    /// <summary>Gives a file another name, atomically; a file that has that name is replaced.</summary>
    void Rename(string from, string to);

    /// <summary>
    /// Makes creations, renames and deletions of files and folders directly in <paramref name="folder"/> survive a loss of power. A
    /// rename into another folder is made durable by that folder.
    /// </summary>
    void SyncFolder(string folder);

    /// <summary>
    /// Takes a lock that one process at a time can have, and holds it until disposed or until the process ends. The lock is a file that
    /// names the owner and stays behind when the lock is released: deleting it would let two owners in.
    /// </summary>
    /// <exception cref="StorageException">Another has it: the message says which process.</exception>
    IDisposable Lock(string name);
}
