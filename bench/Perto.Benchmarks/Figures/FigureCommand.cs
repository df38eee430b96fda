using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Perto.Benchmarks.Figures;

/// <summary>The commands <c>figures</c> (what there is) and <c>figure NAME</c> (one JSON line).</summary>
internal static class FigureCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static int List(TextWriter output)
    {
        foreach (IFigure figure in FigureRegistry.All)
            output.WriteLine($"{figure.Name,-32} {figure.Description}");
        return 0;
    }

    public static int Run(string name, IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        IFigure? figure = FigureRegistry.All.FirstOrDefault(candidate => candidate.Name == name);
        if (figure is null)
        {
            error.WriteLine($"There is no figure '{name}'. Known: {string.Join(", ", FigureRegistry.All.Select(known => known.Name))}");
            return 1;
        }

        try
        {
            FigureResult result = figure.Measure(new FigureOptions(arguments));
            output.WriteLine(Line(figure.Name, result));
            return 0;
        }
        catch (FigureOptionException wrong)
        {
            error.WriteLine(wrong.Message);
            return 1;
        }
    }

    public static int Usage(TextWriter error)
    {
        error.WriteLine("usage: figures | figure NAME [--option value]...");
        return 1;
    }

    private static string Line(string name, FigureResult result)
    {
        Dictionary<string, object> conditions = new(result.Conditions, StringComparer.Ordinal)
        {
            ["cores"] = Environment.ProcessorCount,
            ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["vector_bits"] = Vector<byte>.Count * 8,
        };
        return JsonSerializer.Serialize(
            new { Figure = name, result.Value, result.Unit, result.Baseline, result.Ratio, Conditions = conditions }, Json);
    }
}
