using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

/// <summary>Records of a log as a replay gave them.</summary>
internal sealed record Replayed(ReplayResult Result, List<byte[]> Payloads)
{
    public static Replayed From(IFiles files, long fromNumber = 1)
    {
        var payloads = new List<byte[]>();
        ReplayResult result = WriteAheadLog.Replay(files, LogWorkload.Folder, fromNumber, (sequence, payload) =>
        {
            payloads.Add(payload.ToArray());
            Assert.Equal(payloads.Count, sequence);
        });
        Assert.Equal(payloads.Count, result.Records);
        Assert.Equal(payloads.Count, result.LastSequence);
        return new Replayed(result, payloads);
    }

    /// <summary>Every acknowledged record is there, in order, and nothing that was not appended.</summary>
    public void Holds(LogWorkload workload)
    {
        Assert.True(Payloads.Count >= workload.Acknowledged, $"{workload.Acknowledged} records were acknowledged, {Payloads.Count} are there");
        Assert.True(Payloads.Count <= workload.Appended.Count, $"{workload.Appended.Count} records were appended, {Payloads.Count} are there");
        for (int i = 0; i < Payloads.Count; i++)
            Assert.Equal(workload.Appended[i], Payloads[i]);
    }
}
