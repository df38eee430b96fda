namespace Perto.Testing;

/// <summary>The repository that the tests run in.</summary>
public static class TestRepository
{
    /// <summary>Full path of its root: the folder that holds <c>Perto.slnx</c>.</summary>
    /// <exception cref="DirectoryNotFoundException">The test assembly does not lie inside of the repository.</exception>
    public static string Root { get; } = FindRoot();

    /// <summary>Full path of something in the repository.</summary>
    /// <param name="path">Relative to the root, with <c>/</c> between its parts.</param>
    public static string Find(string path) => Path.GetFullPath(path, Root);

    // CallerFilePath would be shorter, but a deterministic build writes it as a path that does not exist.
    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Perto.slnx")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Perto.slnx.");
    }
}
