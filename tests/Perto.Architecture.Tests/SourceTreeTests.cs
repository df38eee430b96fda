using Perto.Testing;

namespace Perto.Architecture.Tests;

public sealed class SourceTreeTests
{
    private static IEnumerable<string> Source => SourceTree.Files("src").Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

    [Fact]
    public void A_file_of_the_product_holds_one_public_type_and_is_named_after_it() =>
        Rule.Holds(Source.SelectMany(file => SourceTree.PublicTypes(file, Text(file))));

    [Fact]
    public void No_file_has_a_region() =>
        Rule.Holds(SourceTree.Files().Where(file => file.EndsWith(".cs", StringComparison.Ordinal)).SelectMany(file => SourceTree.Regions(file, Text(file))));

    [Fact]
    public void Folders_are_named_after_the_subject() => Rule.Holds(Source.SelectMany(SourceTree.Folders));

    [Fact]
    public void Migrations_are_named_by_a_number_of_their_own() =>
        Rule.Holds(SourceTree.Files("src").GroupBy(file => string.Join('/', file.Split('/').Take(3))).SelectMany(SourceTree.Migrations));

    [Fact]
    public void Every_project_is_in_the_solution() => Rule.Holds(SourceTree.NotInSolution(
        SourceTree.Files().Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)), Text("Perto.slnx")));

    [Fact]
    public void No_file_names_a_path_of_one_machine() =>
        Rule.Holds(SourceTree.Files().SelectMany(file => SourceTree.MachinePaths(file, Text(file), TestRepository.Root)));

    [Fact]
    public void The_walk_over_the_tree_sees_the_product_and_not_what_is_built()
    {
        Assert.Contains("src/engine/Perto.Vectors/TenantId.cs", Source);
        Assert.Contains(".ci/run", SourceTree.Files());
        Assert.DoesNotContain(SourceTree.Files(), file => file.Contains("/obj/"));
    }

    [Theory]
    [InlineData("public sealed class Index\n{\n}\n\npublic enum Metric\n{\n}\n", "Index, Metric")]
    [InlineData("public readonly record struct Index(int Value);\npublic static partial class Other;\n", "Index, Other")]
    [InlineData("public delegate int Score(int item);\n", "Score")]
    [InlineData("public interface IIndex<T>;\n", "IIndex")]
    public void A_second_public_type_or_another_name_is_told(string text, string types) =>
        Assert.Contains(types, Assert.Single(SourceTree.PublicTypes("src/engine/Perto.Vectors/Index.cs", text)));

    [Theory]
    [InlineData("Index.cs", "public sealed class Index\n{\n    public enum Kind\n    {\n    }\n}\n\ninternal sealed class Row;\n")]
    [InlineData("Index.Search.cs", "public sealed partial class Index;\n")]
    [InlineData("Score.cs", "public delegate IReadOnlyList<int> Score(int item);\n")]
    [InlineData("Row.cs", "internal sealed class Row;\n")]
    public void A_file_with_one_public_type_is_let_through(string name, string text) =>
        Assert.Empty(SourceTree.PublicTypes("src/engine/Perto.Vectors/" + name, text));

    [Fact]
    public void A_region_is_told() => Assert.Single(SourceTree.Regions("a.cs", "class A\n{\n    #" + "region Fields\n}\n"));

    [Fact]
    public void A_folder_named_after_a_kind_of_code_is_told()
    {
        Assert.Contains("Helpers", Assert.Single(SourceTree.Folders("src/engine/Perto.Vectors/Helpers/Rows.cs")));
        Assert.Contains("Models", Assert.Single(SourceTree.Folders("src/solutions/Perto.Streaming/Models/Title.cs")));
        Assert.Empty(SourceTree.Folders("src/platform/Perto.Platform/Models/ModelRegistry.cs"));
    }

    [Theory]
    [InlineData("1_titles.sql", "NNNN_name")]
    [InlineData("0001_Titles.sql", "NNNN_name")]
    [InlineData("0001_titles.mysql.sql", "NNNN_name")]
    [InlineData("0001_titles.sql 0001_people.sql", "already")]
    public void A_migration_that_is_misnamed_or_takes_the_number_of_another_is_told(string names, string rule) =>
        Assert.Contains(rule, Assert.Single(SourceTree.Migrations(InFolder(names))));

    [Fact]
    public void Migrations_with_a_text_for_each_engine_are_let_through() =>
        Assert.Empty(SourceTree.Migrations(InFolder("0001_titles.sql 0002_text.sqlite.sql 0002_text.postgres.sql 0003_people.sql")));

    [Fact]
    public void A_project_that_is_not_in_the_solution_is_told() => Assert.Contains("tests/B/B.csproj", Assert.Single(SourceTree.NotInSolution(
        ["tests/A/A.csproj", "tests/B/B.csproj"], """<Solution><Project Path="tests/A/A.csproj" /></Solution>""")));

    [Theory]
    [InlineData("see /srv/build/perto/docs", "/srv/build/perto")]
    [InlineData("see /srv/build/other", "/srv/build")]
    [InlineData("see /home/" + "ana/perto", "/home/" + "ana")]
    [InlineData(@"see C:\Users" + @"\ana", "ana")]
    public void A_path_of_one_machine_is_told(string text, string path) =>
        Assert.Contains(path, Assert.Single(SourceTree.MachinePaths("a.md", text, "/srv/build/perto")));

    [Theory]
    [InlineData("GET /v1/streaming/users/15/home?n=3")]
    [InlineData("https://example.org/home/ana and /usr/bin/chromium")]
    public void A_route_or_a_path_of_every_machine_is_let_through(string text) =>
        Assert.Empty(SourceTree.MachinePaths("a.md", text, "/tmp/perto"));

    private static IEnumerable<string> InFolder(string names) =>
        names.Split(' ').Select(name => "src/solutions/Perto.Streaming/Migrations/" + name);

    private static string Text(string file) => File.ReadAllText(TestRepository.Find(file));
}
