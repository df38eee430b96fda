using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;
using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

public sealed class FolderNameTests
{
    private const string Characters = "abcXYZ019-_.:@/";

    [Theory]
    [InlineData("films", "films")]
    [InlineData("Films/2024", "+films!2024")]
    [InlineData("FILMS.eu", "=films,+e+u")]
    [InlineData("CON", "=con")]
    [InlineData("con", "con=")]
    [InlineData("lpt1", "lpt1=")]
    [InlineData("..", ",,")]
    public void A_name_becomes_a_folder(string name, string folder)
    {
        Assert.Equal(folder, FolderName.Of(name));
        Assert.Equal(name, FolderName.Read(folder));
    }

    [Theory]
    [InlineData("Films")]
    [InlineData("a+b+")]
    [InlineData("=films")]
    [InlineData("+1")]
    [InlineData("a=b")]
    [InlineData("con")]
    [InlineData("=")]
    [InlineData("")]
    public void A_folder_that_no_name_has_is_not_the_stores(string folder) =>
        Assert.True(FolderName.Read(folder) is not { } name || FolderName.Of(name) == folder, FolderName.Read(folder));

    [Fact]
    public void Folders_are_short_safe_and_tell_names_apart_without_upper_case()
    {
        Gen<string> names = Gen.Elements(Characters.ToCharArray()).ArrayOf().Where(c => c.Length is > 0 and <= 128).Select(c => new string(c));
        Check.One(Seeds.Property(cases: 2000), Prop.ForAll(Gen.Zip(names, names).ToArbitrary(), pair =>
        {
            (string name, string other) = pair;
            string folder = FolderName.Of(name);
            return FolderName.Read(folder) == name && folder.Length <= 193 && !folder.Any(char.IsAsciiLetterUpper)
                && folder.IndexOfAny(Path.GetInvalidFileNameChars()) < 0 && !folder.Contains('.') && !folder.Contains(':')
                && (name == other || FolderName.Of(other) != folder);
        }));
    }
}
