using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Perto.Architecture.Tests;

public sealed class FloorsTests
{
    [Fact]
    public void Project_references_go_only_where_the_table_of_the_house_lets_them() =>
        Rule.Holds(SourceProject.All.SelectMany(project => Floors.Violations(project.Name, project.Floor, project.References)));

    [Fact]
    public void Compiled_references_go_only_where_the_table_of_the_house_lets_them()
    {
        // A reference of a reference can be used without being written in the project file: only the assembly shows it.
        Dictionary<string, string> projectOf = SourceProject.All.ToDictionary(project => project.Assembly, project => project.Name);

        Rule.Holds(SourceProject.All.SelectMany(project =>
            Floors.Violations(project.Name, project.Floor, References(project.AssemblyPath).Where(projectOf.ContainsKey).Select(name => projectOf[name]))));
    }

    [Fact]
    public void Every_floor_has_a_project() =>
        Assert.Equal(["capabilities", "engine", "hosts", "platform", "solutions"], SourceProject.All.Select(project => project.Floor).Distinct().Order());

    [Theory]
    [InlineData("Perto.Vectors", "engine", "Perto.Platform")]
    [InlineData("Perto.Vectors", "engine", "Perto.Learning")]
    [InlineData("Perto.Platform", "platform", "Perto.Postgres")]
    [InlineData("Perto.Recommendations", "capabilities", "Perto.Targeting")]
    [InlineData("Perto.Streaming", "solutions", "Perto.Memory")]
    [InlineData("Perto.Streaming", "solutions", "Perto.Redis")]
    [InlineData("Perto.Client", "hosts", "Perto.Server")]
    public void A_reference_up_or_sideways_is_told_with_both_names(string project, string floor, string reference)
    {
        XDocument file = XDocument.Parse(
            $"""<Project><ItemGroup><ProjectReference Include="..\..\x/{reference}/{reference}.csproj" /></ItemGroup></Project>""");

        string violation = Assert.Single(Floors.Violations(project, floor, SourceProject.ReferencesOf(file)));

        Assert.Contains(project, violation);
        Assert.Contains(reference, violation);
    }

    [Fact]
    public void A_reference_down_is_let_through() =>
        Assert.Empty(Floors.Violations("Perto.Streaming", "solutions", ["Perto.Recommendations", "Perto.Platform", "Perto.Learning"]));

    [Fact]
    public void A_project_that_is_not_in_the_table_is_told() =>
        Assert.Contains("Perto.Attic", Assert.Single(Floors.Violations("Perto.Attic", "solutions", [])));

    [Fact]
    public void A_project_on_the_wrong_floor_is_told() =>
        Assert.Contains("src/hosts", Assert.Single(Floors.Violations("Perto.Vectors", "hosts", ["Perto.Numerics"])));

    private static string[] References(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
