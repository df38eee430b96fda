using System.Runtime.ExceptionServices;

namespace Perto.Vectors.Storage;

/// <summary>
/// The graphs of a collection: for each field that has one, what the codes have learnt and the blocks as they lie in memory. Its rows are those of the
/// manifest that names it, and some that the log has. Without it graphs are built again from the rows.
/// </summary>
internal static class GraphFile
{
    public const string Kind = "perto.graph";
    public const int Version = 2;

    // Codes of 8 bits lay in one piece before.
    private const int FirstVersion = 2;

    private const int StateValues = 4;

    /// <summary>Rows that the graphs of a table hold, all fields together.</summary>
    public static long RowsOf(RowTable table) => table.VectorIndexes.Sum(index => (long)(index?.Indexed ?? 0));

    /// <summary>Writes the graphs. Rows are put in before or after it; searches go on.</summary>
    /// <returns>How many rows they hold.</returns>
    public static long Write(IFiles files, string name, RowTable table)
    {
        long rows = 0;
        using BlockFileWriter file = new(files, name, Kind, Version);
        for (int i = 0; i < table.VectorIndexes.Length; i++)
        {
            string field = table.Schema.Vectors[i].Name;
            table.VectorIndexes[i]?.Read((graph, training) =>
            {
                Write(file, field, graph, training);
                rows += graph.Count;
            });
        }
        file.Finish();
        return rows;
    }

    /// <summary>Gives the graphs to the indexes of a table.</summary>
    /// <returns>How many rows they hold.</returns>
    /// <exception cref="DamagedFileException">The file is not what was written for this table.</exception>
    public static long Read(BlockFile file, string name, RowTable table, int threads)
    {
        for (int i = 0; i < table.VectorIndexes.Length && file.Version >= FirstVersion; i++)
        {
            VectorField field = table.Schema.Vectors[i];
            if (table.VectorIndexes[i] is not { } index || !file.Has($"{field.Name}.state"))
                continue;
            CodeTraining training = new(Values<float>(file, $"{field.Name}.offsets"), Values<float>(file, $"{field.Name}.range") is [var range] ? range : 0);
            if (training.Offsets.Length != 0 && training.Offsets.Length != field.Dimension)
                throw new DamagedFileException(name, $"{field.Name}.offsets", 0, $"it has {training.Offsets.Length} values for {field}");
            ProximityGraph graph = GraphFactory.Create(field, training);
            try
            {
                Read(file, name, field.Name, graph, table.Count, threads);
            }
            catch
            {
                graph.Dispose();
                throw;
            }
            index.Restore(graph, training);
        }
        return RowsOf(table);
    }

    private static void Write(BlockFileWriter file, string field, ProximityGraph graph, CodeTraining training)
    {
        GraphState state = graph.State;
        Section<int>(file, $"{field}.state", [state.Count, state.UpperLists, state.Entry, state.EntryLevel]);
        Section<float>(file, $"{field}.offsets", training.Offsets);
        Section<float>(file, $"{field}.range", [training.Range]);
        foreach (GraphPart part in graph.Parts(state))
        {
            file.BeginSection($"{field}.{part.Name}");
            for (int node = 0; node < part.Nodes; node += part.Blocks.BlockNodes)
                file.Write(part.Blocks.Run(node, part.Nodes - node));
            file.EndSection();
        }
    }

    private static void Read(BlockFile file, string name, string field, ProximityGraph graph, int rows, int threads)
    {
        string section = $"{field}.state";
        int[] values = Values<int>(file, section);
        if (values.Length != StateValues)
            throw new DamagedFileException(name, section, 0, $"it has {values.Length} values");
        GraphState state = new(values[0], values[1], values[2], values[3]);
        if (state.Count < 0 || state.Count > rows || state.UpperLists < 0 || state.Entry < -1 || state.Entry >= state.Count)
            throw new DamagedFileException(name, section, 0, $"{state} is no graph over {rows} rows");
        foreach (GraphPart part in graph.Parts(state))
            Read(file, name, $"{field}.{part.Name}", part, threads);
        graph.Restore(state);
    }

    private static void Read(BlockFile file, string name, string sectionName, GraphPart part, int threads)
    {
        MappedSection section = file.Section(sectionName);
        long stride = part.Blocks.Stride;
        if (section.Length != part.Nodes * stride)
            throw new DamagedFileException(name, sectionName, 0, $"it has {section.Length} bytes for {part.Nodes} entries of {stride}");
        part.Blocks.Reserve(part.Nodes);
        int runs = (part.Nodes + part.Blocks.BlockNodes - 1) / part.Blocks.BlockNodes;
        try
        {
            Parallel.For(0, runs, new ParallelOptions { MaxDegreeOfParallelism = threads }, run =>
            {
                int node = run * part.Blocks.BlockNodes;
                Span<byte> to = part.Blocks.Run(node, part.Nodes - node);
                section.Span<byte>(node * stride, to.Length).CopyTo(to);
            });
        }
        catch (AggregateException faults)
        {
            ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]);
        }
        GC.KeepAlive(section);
    }

    private static void Section<T>(BlockFileWriter file, string name, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        file.BeginSection(name);
        file.Write(values);
        file.EndSection();
    }

    private static unsafe T[] Values<T>(BlockFile file, string name)
        where T : unmanaged
    {
        MappedSection section = file.Section(name);
        return section.Span<T>(0, checked((int)(section.Length / sizeof(T)))).ToArray();
    }
}
