using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Perto.Vectors.Storage;

/// <summary>A lock file that is held open; the system releases it with the process, however that ends.</summary>
internal sealed class DiskLock : IDisposable
{
    private readonly SafeFileHandle _file;

    /// <param name="path">Full path of the lock file, which is made if it is missing.</param>
    /// <exception cref="IOException">Another has it, or the file cannot be opened.</exception>
    public DiskLock(string path)
    {
        // Windows lets others read what they may not write; on Unix every share but none is a shared lock, which would not keep others out.
        FileShare share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
    }

    /// <summary>Writes this process into the file, for those who come and find it locked.</summary>
    public void NameOwner()
    {
        byte[] owner = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n"));
        RandomAccess.Write(_file, owner, 0);
        RandomAccess.SetLength(_file, owner.Length);
    }

    /// <summary>The process named in a lock file; null if it names none.</summary>
    public static int? OwnerOf(string path)
    {
        Span<byte> text = stackalloc byte[16];
        text = text[..Read(path, text)];
        int end = text.IndexOf((byte)'\n');
        return end > 0 && int.TryParse(text[..end], NumberStyles.None, CultureInfo.InvariantCulture, out int owner) ? owner : null;
    }

    public void Dispose() => _file.Dispose();

    private static int Read(string path, Span<byte> text)
    {
        // On Unix the runtime takes a shared lock to read, which the owner's lock refuses: it is read past the runtime.
        if (!OperatingSystem.IsWindows())
            return UnixCalls.Read(path, text);
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return RandomAccess.Read(file, text, 0);
        }
        catch (IOException)
        {
            // Nobody is named then, and the caller tells the first failure.
            return 0;
        }
    }
}
