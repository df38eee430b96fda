using System.Xml.Linq;
using Perto.Testing;

namespace Perto.Architecture.Tests;

/// <summary>A project file under <c>src</c>.</summary>
/// <param name="Name">Its file name without the ending.</param>
/// <param name="Floor">The folder under <c>src</c> that it lies in.</param>
/// <param name="Assembly">Name of the assembly it makes.</param>
/// <param name="References">Names of the projects it refers to.</param>
internal sealed record SourceProject(string Name, string Floor, string Assembly, IReadOnlyList<string> References)
{
    /// <summary>All of the repository.</summary>
    public static IReadOnlyList<SourceProject> All { get; } =
    [
        .. Directory.EnumerateFiles(TestRepository.Find("src"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Read),
    ];

    /// <summary>Full path of the assembly as it was copied beside the tests.</summary>
    public string AssemblyPath => Path.Combine(AppContext.BaseDirectory, Assembly + ".dll");

    private static SourceProject Read(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        string floor = Path.GetRelativePath(TestRepository.Find("src"), path).Split(Path.DirectorySeparatorChar)[0];
        XDocument file = XDocument.Load(path);
        return new SourceProject(name, floor, file.Descendants("AssemblyName").SingleOrDefault()?.Value ?? name, ReferencesOf(file));
    }

    /// <summary>Names of the projects that a project file refers to.</summary>
    public static IReadOnlyList<string> ReferencesOf(XDocument file) =>
    [
        .. file.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))),
    ];
}
