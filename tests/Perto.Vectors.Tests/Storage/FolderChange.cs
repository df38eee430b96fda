using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

/// <summary>A change of a folder that is not yet durable. It holds the content and not only the name: names are used again.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Name">To which file or folder.</param>
/// <param name="Content">Content of the file; null for a folder.</param>
/// <param name="To">The new name, for a rename.</param>
internal sealed record FolderChange(Operation Kind, string Name, SimulatedContent? Content = null, string? To = null)
{
    /// <summary>The folder that makes the change durable.</summary>
    public string Folder => FileNames.FolderOf(To ?? Name);

    public void ApplyTo(Dictionary<string, SimulatedContent> files, HashSet<string> folders)
    {
        switch (Kind)
        {
            case Operation.Create:
                files[Name] = Content!;
                break;
            case Operation.Rename:
                RemoveFrom(files);
                files[To!] = Content!;
                break;
            case Operation.Delete:
                RemoveFrom(files);
                break;
            case Operation.CreateFolder:
                folders.Add(Name);
                break;
            case Operation.DeleteFolder:
                folders.Remove(Name);
                break;
            default:
                throw new InvalidOperationException($"{Kind} changes no folder");
        }
    }

    private void RemoveFrom(Dictionary<string, SimulatedContent> files)
    {
        if (files.GetValueOrDefault(Name) == Content)
            files.Remove(Name);
    }
}
