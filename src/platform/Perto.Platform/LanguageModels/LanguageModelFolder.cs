using Microsoft.Extensions.Options;

namespace Perto.Platform;

/// <summary>Where models of files stand on this machine.</summary>
internal sealed class LanguageModelFolder(IOptions<LanguageModelSettings> settings, PertoSettings platform)
{
    /// <summary>The full path of the folder.</summary>
    public string Path { get; } = System.IO.Path.TrimEndingDirectorySeparator(
        System.IO.Path.GetFullPath(settings.Value.Folder ?? System.IO.Path.Combine(platform.DataFolder, "language-models")));

    // The root of the file system ends with its separator already.
    private string Inside => System.IO.Path.EndsInDirectorySeparator(Path) ? Path : Path + System.IO.Path.DirectorySeparatorChar;

    /// <summary>The full path that a model's name leads to: a relative one stays in the folder, an absolute one is taken as it is.</summary>
    /// <param name="name">Its provider and the path.</param>
    /// <exception cref="InvalidValueException">It leads out of the folder, or is no path.</exception>
    public string Find(ModelName name)
    {
        if (name.Model.Length == 0 || name.Model.Contains('\0', StringComparison.Ordinal))
            throw new InvalidValueException("model", name.ToString(), $"{name.Provider}:PATH", $"model must be {name.Provider}:PATH; got '{name}'");
        string path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(name.Model, Path));
        return System.IO.Path.IsPathRooted(name.Model) || path.StartsWith(Inside, StringComparison.Ordinal)
            ? path
            : throw new InvalidValueException(
                "model", name.ToString(), $"a path in {Path}, or an absolute one", $"model must lead to a path in {Path}, or be an absolute one; got '{name}'");
    }
}
