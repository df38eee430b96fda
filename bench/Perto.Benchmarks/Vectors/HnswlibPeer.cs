using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Perto.Benchmarks.Figures;

namespace Perto.Benchmarks.Vectors;

/// <summary>hnswlib (C++), as <c>bench/peers/build.sh</c> made it, on the same vectors and queries in the same run.</summary>
internal static class HnswlibPeer
{
    /// <summary>Builds an index over the rows and searches; gives what the program printed.</summary>
    /// <param name="program">The program.</param>
    /// <param name="data">Rows and queries.</param>
    /// <param name="nearest">The truly nearest rows of each query.</param>
    /// <param name="recall">The recall that its ef is chosen for.</param>
    /// <param name="threads">Threads that search.</param>
    /// <param name="seconds">How long.</param>
    /// <exception cref="FigureOptionException">The program is missing, or fails.</exception>
    public static async Task<JsonNode> MeasureAsync(string program, VectorData data, int[][] nearest, double recall, int threads, int seconds)
    {
        if (!File.Exists(program))
            throw new FigureOptionException($"--hnswlib is '{program}': it must be the program that bench/peers/build.sh makes");
        string folder = Directory.CreateTempSubdirectory("perto-peer-").FullName;
        try
        {
            string vectors = Path.Combine(folder, "vectors"), truth = Path.Combine(folder, "nearest");
            await using (FileStream file = File.Create(vectors))
            {
                for (int row = 0; row < data.Rows + data.Queries; row++)
                    file.Write(MemoryMarshal.AsBytes(data.Row(row)));
            }
            await File.WriteAllBytesAsync(truth, MemoryMarshal.AsBytes(nearest.SelectMany(rows => rows).ToArray().AsSpan()).ToArray());
            object[] arguments = [vectors, data.Rows, data.Dimension, nearest.Length, truth, nearest[0].Length, recall, threads, seconds];
            ProcessStartInfo start = new(program) { RedirectStandardOutput = true, UseShellExecute = false };
            foreach (object argument in arguments)
                start.ArgumentList.Add(Convert.ToString(argument, CultureInfo.InvariantCulture)!);
            using Process process = Process.Start(start)!;
            string printed = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0
                ? JsonNode.Parse(printed)!
                : throw new FigureOptionException($"--hnswlib: '{program}' ended with {process.ExitCode}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
