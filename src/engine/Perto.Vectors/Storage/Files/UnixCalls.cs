using System.Runtime.InteropServices;

namespace Perto.Vectors.Storage;

/// <summary>The calls of Unix that the runtime has no form for.</summary>
internal static partial class UnixCalls
{
    private const int ReadOnly = 0;
    private const int Interrupted = 4;

    /// <summary>Makes the entries of a folder durable. Windows has no such call and writes them through.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        int folder = OpenRetrying(path);
        if (folder < 0)
            throw Failure();
        try
        {
            if (Sync(folder) != 0)
                throw Failure();
        }
        finally
        {
            _ = Close(folder);
        }
    }

    /// <summary>The first bytes of a file, whoever has locked it; 0 if it cannot be read.</summary>
    public static unsafe int Read(string path, Span<byte> bytes)
    {
        int file = OpenRetrying(path);
        if (file < 0)
            return 0;
        try
        {
            fixed (byte* first = bytes)
                return (int)Math.Max(0, Read(file, first, (nuint)bytes.Length));
        }
        finally
        {
            _ = Close(file);
        }
    }

    private static int OpenRetrying(string path)
    {
        int file;
        do
            file = Open(path, ReadOnly);
        while (file < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return file;
    }

    private static IOException Failure()
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException(Marshal.GetPInvokeErrorMessage(error), error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint Read(int file, byte* bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int file);
}
