namespace Perto.Testing;

/// <summary>The browser of the end-to-end tests.</summary>
public static class TestChromium
{
    /// <summary>Full path of Chromium or Chrome; the test skips where there is none.</summary>
    /// <exception cref="FileNotFoundException"><c>PERTO_TEST_CHROMIUM</c> names a file that does not exist.</exception>
    public static string Path()
    {
        string? given = Environment.GetEnvironmentVariable("PERTO_TEST_CHROMIUM");
        if (!string.IsNullOrEmpty(given))
            return File.Exists(given) ? given : throw new FileNotFoundException($"PERTO_TEST_CHROMIUM names {given}, which does not exist.", given);

        string? found = TestPrograms.Find("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
        Assert.SkipWhen(found is null, "No Chromium: install it (on Debian scripts/install-debian.sh does) or set PERTO_TEST_CHROMIUM to its path.");
        return found!;
    }
}
