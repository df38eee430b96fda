namespace Perto.Testing;

/// <summary>Real data made by others. Its licences keep it out of the repository, so a machine may not have it.</summary>
public static class TestData
{
    /// <summary>Full path of a data set's folder; the test skips where it is absent.</summary>
    /// <param name="name">For instance <c>movielens-latest-small</c>.</param>
    public static string Folder(string name)
    {
        string? given = Environment.GetEnvironmentVariable("PERTO_TEST_DATA");
        string root = string.IsNullOrEmpty(given) ? TestRepository.Find("../shared/data") : Path.GetFullPath(given);
        string folder = Path.Combine(root, name);
        if (!Directory.Exists(folder))
        {
            Assert.Skip($"The data set '{name}' is not here: put it into {folder}, " +
                "or set PERTO_TEST_DATA to the folder that holds the data sets. docs/contributing.md says where they come from.");
        }

        return folder;
    }
}
