using CivicPlatform.Consultation.Archives;
using CivicPlatform.Consultation.Attachments;
using CivicPlatform.Consultation.Ballots;
using CivicPlatform.Consultation.ConsentBoards;
using CivicPlatform.Consultation.DualConsultations;
using CivicPlatform.Consultation.Evidence;
using CivicPlatform.Consultation.EVotes;
using CivicPlatform.Consultation.Invitations;
using CivicPlatform.Consultation.Lifts;
using CivicPlatform.Consultation.Meetings;
using CivicPlatform.Consultation.MeetingSeries;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Objections;
using CivicPlatform.Consultation.Owners;
using CivicPlatform.Consultation.Publicity;
using CivicPlatform.Consultation.Records;
using CivicPlatform.Consultation.Recounts;
using CivicPlatform.Consultation.Register;
using CivicPlatform.Consultation.Rolls;
using CivicPlatform.Consultation.Suggestions;
using CivicPlatform.Consultation.Visits;

namespace CivicPlatform.Consultation.Data;

/// <summary>What Consultation keeps: its copy of the register, rolls, motions, ballots, counts and decisions.</summary>
public sealed class ConsultationDbContext(DbContextOptions<ConsultationDbContext> options) : ServiceDbContext(options)
{
    public DbSet<RegisterEstate> RegisterEstates => Set<RegisterEstate>();
    public DbSet<RegisterUnit> RegisterUnits => Set<RegisterUnit>();
    public DbSet<Roll> Rolls => Set<Roll>();
    public DbSet<RollUnit> RollUnits => Set<RollUnit>();
    public DbSet<RollCorrection> RollCorrections => Set<RollCorrection>();
    public DbSet<Motion> Motions => Set<Motion>();
    public DbSet<NoticeRecord> MotionNotices => Set<NoticeRecord>();
    public DbSet<Ballot> Ballots => Set<Ballot>();
    public DbSet<BallotProxy> BallotProxies => Set<BallotProxy>();
    public DbSet<Designation> Designations => Set<Designation>();
    public DbSet<EvidenceFile> EvidenceFiles => Set<EvidenceFile>();
    public DbSet<BallotEvidence> BallotEvidence => Set<BallotEvidence>();
    public DbSet<AdvisoryAnswer> AdvisoryAnswers => Set<AdvisoryAnswer>();
    public DbSet<BallotExternalRef> BallotExternalRefs => Set<BallotExternalRef>();
    public DbSet<BallotImport> BallotImports => Set<BallotImport>();
    public DbSet<TallyRecord> Tallies => Set<TallyRecord>();
    public DbSet<Recount> Recounts => Set<Recount>();
    public DbSet<Decision> Decisions => Set<Decision>();
    public DbSet<PublicityPeriod> PublicityPeriods => Set<PublicityPeriod>();
    public DbSet<ConsultationRecord> ConsultationRecords => Set<ConsultationRecord>();
    public DbSet<VoteClosing> VoteClosings => Set<VoteClosing>();
    public DbSet<Meeting> Meetings => Set<Meeting>();
    public DbSet<Minutes> MeetingMinutes => Set<Minutes>();
    public DbSet<MinutesSignature> MinutesSignatures => Set<MinutesSignature>();
    public DbSet<MeetingAttachment> MeetingAttachments => Set<MeetingAttachment>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<InvitationService> InvitationServices => Set<InvitationService>();
    public DbSet<WeeklySeries> MeetingSeries => Set<WeeklySeries>();
    public DbSet<Suggestion> Suggestions => Set<Suggestion>();
    public DbSet<ConsentBoard> ConsentBoards => Set<ConsentBoard>();
    public DbSet<ConsentHousehold> ConsentHouseholds => Set<ConsentHousehold>();
    public DbSet<ConsentEntry> ConsentEntries => Set<ConsentEntry>();
    public DbSet<VisitRecord> ConsentVisits => Set<VisitRecord>();

    public DbSet<OwnerAccount> OwnerAccounts => Set<OwnerAccount>();
    public DbSet<DualConsultation> DualConsultations => Set<DualConsultation>();
    public DbSet<LiftTeam> LiftTeams => Set<LiftTeam>();
    public DbSet<LiftWork> LiftWorks => Set<LiftWork>();
    public DbSet<MotionVisit> MotionVisits => Set<MotionVisit>();
    public DbSet<Objection> Objections => Set<Objection>();
    public DbSet<ObjectionEntry> ObjectionEntries => Set<ObjectionEntry>();
    public DbSet<CommitteeNotice> CommitteeNotices => Set<CommitteeNotice>();
    public DbSet<Revocation> Revocations => Set<Revocation>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<SaleStatus>().HaveConversion<CodeConverter<SaleStatus>>();
        configurationBuilder.Properties<ScopeKind>().HaveConversion<CodeConverter<ScopeKind>>();
        configurationBuilder.Properties<RollStatus>().HaveConversion<CodeConverter<RollStatus>>();
        configurationBuilder.Properties<AreaSource>().HaveConversion<CodeConverter<AreaSource>>();
        configurationBuilder.Properties<CorrectionReason>().HaveConversion<CodeConverter<CorrectionReason>>();
        configurationBuilder.Properties<Matter>().HaveConversion<CodeConverter<Matter>>();
        configurationBuilder.Properties<RuleSet>().HaveConversion<CodeConverter<RuleSet>>();
        configurationBuilder.Properties<MotionStatus>().HaveConversion<CodeConverter<MotionStatus>>();
        configurationBuilder.Properties<NoticeKind>().HaveConversion<CodeConverter<NoticeKind>>();
        configurationBuilder.Properties<Outcome>().HaveConversion<CodeConverter<Outcome>>();
        configurationBuilder.Properties<RecountReason>().HaveConversion<CodeConverter<RecountReason>>();
        configurationBuilder.Properties<Channel>().HaveConversion<CodeConverter<Channel>>();
        configurationBuilder.Properties<DecisionStatus>().HaveConversion<CodeConverter<DecisionStatus>>();
        configurationBuilder.Properties<RevocationGround>().HaveConversion<CodeConverter<RevocationGround>>();
        configurationBuilder.Properties<PublicityStatus>().HaveConversion<CodeConverter<PublicityStatus>>();
        configurationBuilder.Properties<ObjectionEffect>().HaveConversion<CodeConverter<ObjectionEffect>>();
        configurationBuilder.Properties<ObjectionReason>().HaveConversion<CodeConverter<ObjectionReason>>();
        configurationBuilder.Properties<ObjectionState>().HaveConversion<CodeConverter<ObjectionState>>();
        configurationBuilder.Properties<PeriodUnit>().HaveConversion<CodeConverter<PeriodUnit>>();
        configurationBuilder.Properties<RecordForm>().HaveConversion<CodeConverter<RecordForm>>();
        configurationBuilder.Properties<MeetingKind>().HaveConversion<CodeConverter<MeetingKind>>();
        configurationBuilder.Properties<AttachmentPurpose>().HaveConversion<CodeConverter<AttachmentPurpose>>();
        configurationBuilder.Properties<InvitationChannel>().HaveConversion<CodeConverter<InvitationChannel>>();
        configurationBuilder.Properties<ReceiverRole>().HaveConversion<CodeConverter<ReceiverRole>>();
        configurationBuilder.Properties<LiftWorksState>().HaveConversion<CodeConverter<LiftWorksState>>();
        configurationBuilder.Properties<Party>().HaveConversion<CodeConverter<Party>>();
        configurationBuilder.Properties<ConsentState>().HaveConversion<CodeConverter<ConsentState>>();
        configurationBuilder.Properties<AccessState>().HaveConversion<CodeConverter<AccessState>>();
        configurationBuilder.Properties<BoardStatus>().HaveConversion<CodeConverter<BoardStatus>>();
        configurationBuilder.Properties<VisitChannel>().HaveConversion<CodeConverter<VisitChannel>>();
        configurationBuilder.Properties<VisitorRole>().HaveConversion<CodeConverter<VisitorRole>>();
        configurationBuilder.Properties<VisitOutcome>().HaveConversion<CodeConverter<VisitOutcome>>();
    }
}
