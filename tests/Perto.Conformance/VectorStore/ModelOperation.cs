using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>One operation, done to a collection and to its model, with the same answer from both.</summary>
internal abstract record ModelOperation
{
    public abstract Task RunAsync(IVectorCollection things, Dictionary<string, VectorRecord> model);

    private static VectorRecord Changed(VectorRecord record, VectorPatch patch)
    {
        Dictionary<string, PayloadValue> payload = new(record.Payload, StringComparer.Ordinal);
        foreach ((string field, PayloadValue value) in patch.Payload)
        {
            payload.Remove(field);
            if (value != PayloadValue.None)
                payload[field] = value;
        }
        Dictionary<string, VectorValue> vectors = new(record.Vectors, StringComparer.Ordinal);
        foreach ((string name, VectorValue? value) in patch.Vectors)
        {
            vectors.Remove(name);
            if (value is { } vector)
                vectors[name] = vector;
        }
        return new VectorRecord(record.Id) { Vectors = vectors, Payload = payload };
    }

    internal sealed record Upsert(VectorRecord[] Records) : ModelOperation
    {
        public override async Task RunAsync(IVectorCollection things, Dictionary<string, VectorRecord> model)
        {
            await things.UpsertAsync(Records);
            foreach (VectorRecord record in Records)
                model[record.Id] = record;
        }
    }

    internal sealed record Delete(string[] Ids) : ModelOperation
    {
        public override async Task RunAsync(IVectorCollection things, Dictionary<string, VectorRecord> model) =>
            Assert.Equal(Ids.Count(id => model.Remove(id)), await things.DeleteAsync(Ids));
    }

    internal sealed record DeleteMatching(Filter Filter) : ModelOperation
    {
        public override async Task RunAsync(IVectorCollection things, Dictionary<string, VectorRecord> model)
        {
            string[] matching = [.. model.Values.Where(r => NaiveFilter.Matches(Filter, r)).Select(r => r.Id)];
            foreach (string id in matching)
                model.Remove(id);
            Assert.Equal(matching.Length, await things.DeleteAsync(Filter));
        }
    }

    internal sealed record Update(string Id, VectorPatch Patch) : ModelOperation
    {
        public override async Task RunAsync(IVectorCollection things, Dictionary<string, VectorRecord> model)
        {
            Assert.Equal(model.TryGetValue(Id, out VectorRecord? record), await things.UpdateAsync(Id, Patch));
            if (record is not null)
                model[Id] = Changed(record, Patch);
        }
    }

    internal sealed record UpdatePayload(string Id, Dictionary<string, PayloadValue> Patch) : ModelOperation
    {
        public override async Task RunAsync(IVectorCollection things, Dictionary<string, VectorRecord> model)
        {
            Assert.Equal(model.TryGetValue(Id, out VectorRecord? record), await things.UpdatePayloadAsync(Id, Patch));
            if (record is not null)
                model[Id] = Changed(record, new VectorPatch { Payload = Patch });
        }
    }

    internal sealed record UpdateMatching(Filter Filter, Dictionary<string, PayloadValue> Patch) : ModelOperation
    {
        public override async Task RunAsync(IVectorCollection things, Dictionary<string, VectorRecord> model)
        {
            VectorRecord[] matching = [.. model.Values.Where(r => NaiveFilter.Matches(Filter, r))];
            foreach (VectorRecord record in matching)
                model[record.Id] = Changed(record, new VectorPatch { Payload = Patch });
            Assert.Equal(matching.Length, await things.UpdatePayloadAsync(Filter, Patch));
        }
    }
}
