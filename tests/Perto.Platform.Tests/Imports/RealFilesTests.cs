using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class RealFilesTests
{
    [Theory]
    [InlineData("movielens-latest-small", "ratings.csv", 100_004, "userId,movieId,rating,timestamp")]
    [InlineData("movielens-latest-small", "movies.csv", 9_125, "movieId,title,genres")]
    [InlineData("movielens-latest-small", "tags.csv", 1_296, "userId,movieId,tag,timestamp")]
    [InlineData("movielens-latest-small", "links.csv", 9_125, "movieId,imdbId,tmdbId")]
    public void Every_row_of_a_real_file_is_read(string data, string name, int rows, string columns)
    {
        ImportFile file = ImportFile.Find(TestData.Folder(data), name, columns.Split(','))!;

        ImportRow[] read = [.. DelimitedReader.Read(file, File.OpenRead(file.Path))];

        Assert.Equal(rows, read.Length);
        Assert.All(read, row => Assert.True(row.IsValid, string.Join("; ", row.Errors)));
    }

    [Fact]
    public void Commas_and_quotes_inside_of_quotes_belong_to_the_field()
    {
        ImportFile file = ImportFile.Find(TestData.Folder("movielens-latest-small"), "movies.csv", "movieId", "title", "genres")!;

        Dictionary<string, ImportRow> movies = DelimitedReader.Read(file, File.OpenRead(file.Path)).ToDictionary(row => row.RequiredText("movieId"));

        Assert.Equal("American President, The (1995)", movies["11"].Text("title"));
        Assert.Equal(["Comedy", "Drama", "Romance"], movies["11"].List("genres"));
    }
}
