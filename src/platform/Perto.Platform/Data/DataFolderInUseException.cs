using System.Globalization;

namespace Perto.Platform;

/// <summary>Another process owns the data folder.</summary>
public sealed class DataFolderInUseException(string path, int? pid, Uri? address)
    : PertoException("data_folder_in_use", 409, Message(path, pid, address))
{
    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>The process that owns it, when it has said so yet.</summary>
    public int? Pid { get; } = pid;

    /// <summary>Where it answers, when it is a server.</summary>
    public Uri? Address { get; } = address;

    private static new string Message(string path, int? pid, Uri? address)
    {
        string owner = pid is { } id ? "process " + id.ToString(CultureInfo.InvariantCulture) : "another process";
        return address is null
            ? $"The data folder {path} is in use by {owner}. Wait until it ends, or choose another folder with Perto:DataFolder (environment PERTO__DATAFOLDER)"
            : $"The data folder {path} is in use by {owner}, a server at {address}. Talk to it with --server {address}, stop it, or choose another folder with Perto:DataFolder (environment PERTO__DATAFOLDER)";
    }
}
