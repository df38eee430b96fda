namespace Perto.Vectors.Storage;

/// <summary>The names that <see cref="IFiles"/> takes.</summary>
internal static class FileNames
{
    /// <summary>The name, if it is a relative path that stays within the folder.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static string Checked(string name)
    {
        if (name.Length == 0)
            return name;
        foreach (Range part in name.AsSpan().Split('/'))
        {
            if (name.AsSpan(part) is "" or "." or ".." || name.AsSpan(part).ContainsAny('\\', ':', '\0'))
                throw new ArgumentException($"name must be a relative path of parts with '/' between them, without '.', '..', '\\' and ':'; got '{name}'", nameof(name));
        }

        return name;
    }

    /// <summary>The folder of a file or folder; empty for what lies at the top.</summary>
    public static string FolderOf(string name) => name.LastIndexOf('/') is >= 0 and int end ? name[..end] : "";
}
