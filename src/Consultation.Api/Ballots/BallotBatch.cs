using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>The new papers of a file, written by one statement.</summary>
internal sealed class BallotBatch(Motion motion, ChoiceSeal seal, string recordedBy, DateTimeOffset now)
{
    private readonly Guid _importId = Guid.CreateVersion7();
    private readonly HashSet<string> _known = [];
    private readonly List<Row> _rows = [];

    /// <summary>Keys of a ballot that is stored already.</summary>
    public void Know(byte[]? answerKey, byte[] paperKey)
    {
        if (answerKey is not null) _known.Add(Convert.ToHexString(answerKey));
        _known.Add(Convert.ToHexString(paperKey));
    }

    /// <summary>Skips a paper that is here; a further paper with an equal answer has no answer key.</summary>
    public void Add(BallotRow row, Guid unitId)
    {
        var paper = row.Paper;
        var paperKey = seal.PaperKey(motion.Id, paper);
        if (!_known.Add(Convert.ToHexString(paperKey))) return;
        var answerKey = seal.AnswerKey(motion.Id, paper);
        var first = _known.Add(Convert.ToHexString(answerKey));
        var id = Guid.CreateVersion7();
        _rows.Add(new Row(
            id, unitId, seal.Close(paper.Choice, id), first ? answerKey : null, paperKey, Codes.Of(paper.Channel),
            paper.CastAt, row.Sides));
    }

    public async Task SaveAsync(ConsultationDbContext db, CancellationToken ct)
    {
        await SaveBallotsAsync(db, ct);
        await new SideTables(db, motion, seal).SaveAsync([.. _rows.Select(r => (r.Id, r.Sides))], recordedBy, now, ct);
    }

    private Task SaveBallotsAsync(ConsultationDbContext db, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"""
        insert into ballots (id, motion_id, street_code, division_code, unit_id, choice, answer_key, paper_key,
            channel, cast_at, received_at, recorded_by, import_id)
        select r.id, {motion.Id}, {motion.StreetCode}, {motion.DivisionCode}, r.unit_id, r.choice, r.answer_key,
            r.paper_key, r.channel, r.cast_at, {now}, {recordedBy}, {_importId}
        from unnest({Column(r => r.Id)}, {Column(r => r.UnitId)}, {Column(r => r.Choice)},
            {Column(r => r.AnswerKey)}, {Column(r => r.PaperKey)}, {Column(r => r.Channel)}, {Column(r => r.CastAt)})
            as r(id, unit_id, choice, answer_key, paper_key, channel, cast_at)
        """, ct);

    public BallotImport ToImport(byte[] fileHash, int rows) => new()
    {
        Id = _importId,
        MotionId = motion.Id,
        StreetCode = motion.StreetCode,
        DivisionCode = motion.DivisionCode,
        FileHash = fileHash,
        Rows = rows,
        Ballots = _rows.Count,
        Repeated = _rows.Count(row => row.AnswerKey is null),
        ImportedAt = now,
        ImportedBy = recordedBy,
    };

    private T[] Column<T>(Func<Row, T> column) => [.. _rows.Select(column)];

    private sealed record Row(
        Guid Id, Guid UnitId, byte[] Choice, byte[]? AnswerKey, byte[] PaperKey, string Channel, DateTimeOffset CastAt,
        BallotSides Sides);
}
