namespace Perto.Cli;

/// <summary>A data folder for one command, gone when it ends.</summary>
internal sealed class TemporaryData(string prefix) : IDisposable
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory(prefix).FullName;

    /// <summary>Has a host keep its data there, whatever database it is told of elsewhere.</summary>
    public void Apply(Dictionary<string, string?> settings)
    {
        settings["Perto:DataFolder"] = Folder;
        settings["Perto:Database:Url"] = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
