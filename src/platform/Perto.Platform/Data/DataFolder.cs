using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Perto.Platform;

/// <summary>
/// The folder where everything embedded lives. One process owns it at a time: it keeps <c>owner.lock</c> open and locked, which
/// the operating system undoes however the process ends. A server writes its address into <c>server.json</c>, so that the command
/// line finds it; that file counts only while the lock is held by the process it names.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private const string LockFile = "owner.lock";
    private const string PidFile = "owner.pid";
    private const string ServerFile = "server.json";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream ownerLock)
    {
        Path = path;
        _lock = ownerLock;
    }

    /// <summary>Full path of the folder.</summary>
    public string Path { get; }

    /// <summary>Where the embedded database stands.</summary>
    public string DatabasePath => System.IO.Path.Combine(Path, "perto.db");

    /// <summary>Makes the folder where it is missing and takes it.</summary>
    /// <exception cref="DataFolderInUseException">Another process owns it; the message says which.</exception>
    /// <exception cref="InvalidSettingException">It cannot be made or written.</exception>
    public static DataFolder Own(string path) =>
        TryOwn(path, out DataFolder? owned) ? owned : throw new DataFolderInUseException(System.IO.Path.GetFullPath(path), OwnerPid(path), RunningServer(path)?.Address);

    /// <summary>Makes the folder where it is missing and takes it; false when another process owns it.</summary>
    /// <exception cref="InvalidSettingException">It cannot be made or written.</exception>
    public static bool TryOwn(string path, [NotNullWhen(true)] out DataFolder? owned)
    {
        owned = null;
        if (string.IsNullOrWhiteSpace(path))
            throw NotUsable(path, cause: null);
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            Create(full);
            if (TryLock(full) is not { } ownerLock)
                return false;
            owned = new DataFolder(full, ownerLock);
            // A server that was killed left its address; it must not be taken for ours.
            File.Delete(System.IO.Path.Combine(full, ServerFile));
            File.WriteAllText(System.IO.Path.Combine(full, PidFile), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return true;
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            owned?.Dispose();
            throw NotUsable(path, refused);
        }
    }

    /// <summary>The server that owns the folder now; null when none does.</summary>
    public static ServerAddress? RunningServer(string path)
    {
        if (!File.Exists(System.IO.Path.Combine(path, ServerFile)) || IsFree(path))
            return null;
        ServerAddress? server = ReadServer(path);
        return server is not null && server.Pid == OwnerPid(path) ? server : null;
    }

    /// <summary>Tells the command line where this process answers.</summary>
    /// <param name="address">The address it listens on.</param>
    /// <param name="version">The version of Perto that runs.</param>
    /// <param name="clock">Dates the file.</param>
    /// <param name="cancellationToken">Leaves it unwritten.</param>
    public async Task PublishServerAsync(Uri address, string version, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        var server = new ServerAddress { Address = address, Pid = Environment.ProcessId, StartedAt = clock.GetUtcNow(), Version = version };
        string file = System.IO.Path.Combine(Path, ServerFile);
        string unfinished = file + ".new";
        await File.WriteAllTextAsync(unfinished, JsonSerializer.Serialize(server, PertoJson.Options), cancellationToken);
        // A rename is all or nothing: nobody reads half an address.
        File.Move(unfinished, file, overwrite: true);
    }

    /// <summary>Takes the address back and lets the folder go.</summary>
    public void Dispose()
    {
        if (!_lock.CanRead)
            return;
        File.Delete(System.IO.Path.Combine(Path, ServerFile));
        File.Delete(System.IO.Path.Combine(Path, PidFile));
        _lock.Dispose();
    }

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            // What people say and do is in here: for the owner's eyes.
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static FileStream? TryLock(string path)
    {
        var wait = new SpinWait();
        // Somebody who only asks whether the folder is free holds the lock for microseconds.
        for (int attempt = 0; attempt < 50; attempt++)
        {
            if (TryOpenLock(path, FileMode.OpenOrCreate) is { } ownerLock)
                return ownerLock;
            wait.SpinOnce();
        }
        return null;
    }

    private static bool IsFree(string path)
    {
        if (!File.Exists(System.IO.Path.Combine(path, LockFile)))
            return true;
        using FileStream? probe = TryOpenLock(path, FileMode.Open);
        return probe is not null;
    }

    private static FileStream? TryOpenLock(string path, FileMode mode)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, LockFile), mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held) when (IsSharingViolation(held))
        {
            return null;
        }
    }

    // Windows' ERROR_SHARING_VIOLATION; EWOULDBLOCK of Linux and of macOS, where .NET gives the bare error number.
    private static bool IsSharingViolation(IOException exception) => exception.HResult is unchecked((int)0x80070020) or 11 or 35;

    private static int? OwnerPid(string path) =>
        int.TryParse(ReadText(path, PidFile), CultureInfo.InvariantCulture, out int pid) ? pid : null;

    private static ServerAddress? ReadServer(string path)
    {
        try
        {
            return ReadText(path, ServerFile) is { } text ? JsonSerializer.Deserialize<ServerAddress>(text, PertoJson.Options) : null;
        }
        catch (JsonException)
        {
            // Written by something else: no server is known.
            return null;
        }
    }

    /// <summary>Null when the file is not there, which its owner may bring about at any moment.</summary>
    private static string? ReadText(string path, string file)
    {
        try
        {
            return File.ReadAllText(System.IO.Path.Combine(path, file));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static InvalidSettingException NotUsable(string path, Exception? cause) =>
        new("Perto:DataFolder", $"'{path}'", "a folder that this process can make and write" + (cause is null ? "" : $" ({cause.Message})"), cause);
}
