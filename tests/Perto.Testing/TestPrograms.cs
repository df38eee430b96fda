namespace Perto.Testing;

/// <summary>Programs of the machine that a test needs.</summary>
public static class TestPrograms
{
    /// <summary>Full path of the first of <paramref name="names"/> that <c>PATH</c> holds, or null.</summary>
    public static string? Find(params ReadOnlySpan<string> names)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        foreach (string name in names)
        {
            string? found = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
            if (found is not null)
                return found;
        }

        return null;
    }
}
