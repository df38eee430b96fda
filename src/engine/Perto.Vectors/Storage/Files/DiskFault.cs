namespace Perto.Vectors.Storage;

/// <summary>Says what a failure of the operating system means to whoever runs the store.</summary>
internal static class DiskFault
{
    // Numbers of the systems: the runtime passes them on as they are on Unix, and as HRESULT on Windows.
    private const int NoSpaceUnix = 28;
    private const int ReadOnlyUnix = 30;
    private const int QuotaLinux = 122;
    private const int QuotaMac = 69;
    private const int DiskFullWindows = unchecked((int)0x8007_0070);
    private const int HandleDiskFullWindows = unchecked((int)0x8007_0027);
    private const int WriteProtectedWindows = unchecked((int)0x8007_0013);

    /// <summary>Whether a failure is the operating system's.</summary>
    public static bool Is(Exception fault) => fault is IOException or UnauthorizedAccessException;

    /// <summary>The failure in words.</summary>
    /// <param name="file">The file or folder.</param>
    /// <param name="problem">What could not be done: "cannot be written".</param>
    /// <param name="fault">The failure.</param>
    public static StorageException Of(string file, string problem, Exception fault)
    {
        (string reason, string remedy) = fault switch
        {
            UnauthorizedAccessException => ("permission denied", "Let the user that runs the store read and write its folder"),
            FileNotFoundException or DirectoryNotFoundException => ("it does not exist", "If it was removed by hand, restore the folder from a backup"),
            { HResult: NoSpaceUnix or DiskFullWindows or HandleDiskFullWindows } =>
                ("no space is left on the disk", "Free space or make the disk larger, then start again"),
            { HResult: QuotaLinux or QuotaMac } when !OperatingSystem.IsWindows() =>
                ("the quota of the user is used up", "Free space or raise the quota, then start again"),
            { HResult: ReadOnlyUnix or WriteProtectedWindows } =>
                ("the disk is read-only", "Mount it for writing; a system that turned it read-only by itself has seen disk errors"),
            _ => (fault.Message.TrimEnd('.'), "Check the disk and the system's log, then start again"),
        };
        return new StorageException(file, $"{problem}: {reason}", remedy, fault);
    }
}
