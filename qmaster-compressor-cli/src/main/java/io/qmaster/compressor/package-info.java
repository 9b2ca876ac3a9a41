/**
 * Apple's Compressor and Batch Monitor as a backend, driven through their command lines.
 *
 * <p>Start at {@link io.qmaster.compressor.CompressorBackend}, or with Guice at {@link
 * io.qmaster.compressor.CompressorModule}. What differs between the generations is {@link
 * io.qmaster.compressor.Dialect}. {@link io.qmaster.compressor.SubmissionAnswer}, {@link
 * io.qmaster.compressor.StatusAnswer} and {@link io.qmaster.compressor.Refusal} read what the programs write, and can be
 * used alone.
 *
 * <p>Facts about the programs, their sources, and the tests that show them:
 *
 * <table>
 * <caption>Submitting</caption>
 * <tr><th>Fact</th><th>Known from</th><th>Test</th></tr>
 * <tr><td>The first generation takes <code>-clustername</code> and <code>-destinationpath</code></td><td>qmaster.py 2011; Compressor 4 User Manual</td><td>{@code DialectTest.finalCutStudioTakesClusterNameAndDestinationPath}</td></tr>
 * <tr><td>"This Computer" is the name of the local machine in the first generation</td><td>qmaster.py 2011</td><td>{@code DialectTest.finalCutStudioCallsTheMachineItselfThisComputer}</td></tr>
 * <tr><td><code>-clusterid</code> takes user, password and address, which are never shown</td><td>Compressor 4 User Manual</td><td>{@code DialectTest.aClusterAddressIsHandedOverWholeAndShownMasked}</td></tr>
 * <tr><td>With both a name and an address only the address counts</td><td>Compressor 4 User Manual</td><td>{@code DialectTest.anAddressStandsWithoutAName}</td></tr>
 * <tr><td>Later generations take <code>-computergroup</code> and <code>-locationpath</code></td><td>Compressor User Guide 4.1 to 4.5</td><td>{@code DialectTest.laterOnesTakeComputerGroupAndLocationPath}</td></tr>
 * <tr><td>Without <code>-computergroup</code> they use this computer</td><td>Compressor User Guide 4.1 to 4.5</td><td>{@code DialectTest.laterOnesMeanThisComputerWhenNoGroupIsNamed}</td></tr>
 * <tr><td>4.2.2 and 4.3 also accept <code>-computergroup "This Computer"</code></td><td>openradar 29029176, 2016</td><td>{@code SubmissionOdditiesTest.laterOnesTakeThisComputerForAGroupAsWell}</td></tr>
 * <tr><td>Only Compressor 5 answers in other formats than legacy markup, and only on request</td><td><code>-help</code> of 5.4</td><td>{@code DialectTest.onlyCompressor5IsAskedForJson}</td></tr>
 * <tr><td><code>-help</code> shows the generation</td><td><code>-help</code> of 4.x and 5.4</td><td>{@code DialectTest.helpTellsTheGeneration}</td></tr>
 * <tr><td>The group of arguments of a job repeats</td><td>Compressor User Guide</td><td>{@code DialectTest.theGroupOfAJobIsRepeatedForEachSource}</td></tr>
 * <tr><td>All jobs of a submission are one batch</td><td>Compressor User Guide; seen with 5.4, 2026</td><td>{@code BackendContract.severalSourcesAreOneBatch}</td></tr>
 * <tr><td>A Mac with one instance encodes one job after another</td><td>grapeot/context-infrastructure, 2026; fergidotcom/video-development, 2025</td><td>{@code QueueTest.aBatchIsProcessingWhileOneOfItsJobsStillWaits}</td></tr>
 * <tr><td><code>-instances</code> changes how many it encodes at once</td><td>Compressor User Guide; <code>-help</code> of 4.x and 5.4</td><td>{@code SubmissionOdditiesTest.theNumberOfInstancesDecidesHowManyJobsAreEncodedAtOnce}</td></tr>
 * <tr><td>A batch has a priority, a job its range, first timecode, captions, chapters and annotations</td><td>Compressor User Guide</td><td>{@code DialectTest.everythingThatAJobCanSayIsHandedOver}</td></tr>
 * <tr><td>A setting file of any of the three kinds is read from any folder</td><td>seen with 5.4, 2026</td><td>{@code CompressorSettingsTest.aFileIsReadWhereverItIs}</td></tr>
 * <tr><td>Without an output path it exits with 0 and queues nothing</td><td>seen with 5.x, 2026</td><td>{@code CompressorEngineTest.exitZeroWithoutAnIdIsUnknown}</td></tr>
 * <tr><td>Missing folders of an output are not created</td><td>seen with 5.4, 2026</td><td>{@code SubmittingTest.theFolderOfTheOutputIsMade}</td></tr>
 * <tr><td>An existing output is overwritten (5.4), or fails the job (4.5)</td><td>seen with 4.5 and 5.4</td><td>{@code RefusingTest.anOutputThatExists}</td></tr>
 * <tr><td>The extension of an output follows the setting</td><td>seen with 5.2, 2026</td><td>{@code OutputCheckTest.aFileWithAnUnexpectedExtensionIsTheOutput}</td></tr>
 * <tr><td>An image sequence is written as a folder of frames</td><td>seen with 5.4, 2026</td><td>{@code OutputCheckTest.theSizeOfASequenceIsThatOfItsFrames}</td></tr>
 * <tr><td>An output exists, empty, as soon as its job starts</td><td>seen with 5.4, 2026</td><td>{@code OutputCheckTest.oneLookIsNotEnough}</td></tr>
 * <tr><td>One bad source rejects the whole batch</td><td>seen with 5.4, 2026</td><td>{@code BackendContract.aMissingSourceRejectsTheWholeBatch}</td></tr>
 * <tr><td>Jobs with the same source can have one job id</td><td>seen with 5.x, 2026</td><td>{@code SubmissionAnswerTest.thereMayBeFewerJobIdsThanJobs}</td></tr>
 * <tr><td>A source is not URL-decoded</td><td>seen with 5.4, 2026</td><td>{@code DialectTest.aSourceIsNeverUrlEncoded}</td></tr>
 * <tr><td>Parameters of an image sequence follow a question mark</td><td>Compressor User Guide; 5.4</td><td>{@code DialectTest.frameRateAndAudioOfAnImageSequenceStandBehindAQuestionMark}</td></tr>
 * <tr><td>A path with a question mark cannot be passed safely</td><td>inferred</td><td>{@code DialectTest.pathsThatWouldBeTakenForParametersAreSaid}</td></tr>
 * <tr><td>Legacy ids are on stderr after the prefix of the system's log</td><td>seen with 4.5, 2020</td><td>{@code SubmissionAnswerTest.legacyIdsOfCompressor4ComeOnStderrBehindThePrefixOfTheLog}</td></tr>
 * <tr><td>Legacy tags and ids are in any letter case</td><td>qmaster.py 2011</td><td>{@code SubmissionAnswerTest.letterCaseOfTagsAndIdsDoesNotMatter}</td></tr>
 * <tr><td>Legacy ids of Compressor 5 are on stdout or stderr</td><td>5.2, 2026</td><td>{@code SubmissionAnswerTest.legacyIdsOfCompressor5CanComeOnStdout}</td></tr>
 * <tr><td>JSON is on stdout</td><td>seen with 5.x, 2026</td><td>{@code SubmissionAnswerTest.jsonOfCompressor5ComesOnStdoutWithNoiseOnStderr}</td></tr>
 * <tr><td>Otherwise the ids of jobs are in the order of the jobs</td><td>seen with 5.4, 2026</td><td>{@code SubmissionAnswerTest.jsonOfCompressor5ComesOnStdoutWithNoiseOnStderr}</td></tr>
 * <tr><td>Where ids are in XML is not known</td><td>5.2, 2026</td><td>{@code SubmissionAnswerTest.xmlIdsAreFoundAsTextOrAttribute}</td></tr>
 * <tr><td>Success is a batch id, never the exit code alone</td><td>seen with 5.x, 2026</td><td>{@code CompressorEngineTest.exitZeroWithoutAnIdIsUnknown}</td></tr>
 * <tr><td>An unknown cluster is reported on stderr</td><td>qmaster.py 2011</td><td>{@code RefusalTest.anUnknownClusterIsUnavailable}</td></tr>
 * <tr><td>A folder as output is a parameter error, exit code 255</td><td>seen with 5.4, 2026</td><td>{@code CompressorEngineTest.aFolderAsOutputIsAParameterErrorWithExitCode255}</td></tr>
 * <tr><td>An unreadable source is a submission error</td><td>seen with 5.4, 2026</td><td>{@code RefusalTest.anUnreadableSourceIsASubmissionError}</td></tr>
 * <tr><td>The service is back about 2 s after it refused</td><td>seen with 5.2, 2026</td><td>{@code RefusalTest.aServiceThatRefusesMayTakeTheSameAMomentLater}</td></tr>
 * <tr><td>Another attempt after that succeeds</td><td>seen with 5.2, 2026</td><td>{@code SubmittingTest.aTemporaryRefusalIsRetried}</td></tr>
 * <tr><td>Other refusals have an exit code and any text</td><td>qmaster.py 2011</td><td>{@code CompressorEngineTest.unknownMessagesACrashAndSilenceAreUnknownAndNotARefusal}</td></tr>
 * <tr><td>A flag that a version does not know is named in the error</td><td>seen with 5.x, 2026</td><td>{@code RefusalTest.aFlagThatAVersionDoesNotKnowIsNamed}</td></tr>
 * <tr><td>Then the next format is tried, legacy last, and what worked is cached</td><td>seen with 5.x, 2026</td><td>{@code CompressorEngineTest.aVersionThatKnowsNoOutputFormatIsAskedForLegacyFromThenOn}</td></tr>
 * <tr><td>Exit code 0 means queued, not finished</td><td>seen with 5.x, 2026</td><td>{@code WatchingTest.aSuccessfulBatchEndsWithItsCheckedOutput}</td></tr>
 * <tr><td>Some lines are meaningless and printed on every call</td><td>seen with 4.5 and 5.x</td><td>{@code RefusalTest.theUsualNoiseIsNoRefusalAndNoWords}</td></tr>
 * <tr><td><code>Validating Purchase…</code> is printed at the first call after an installation</td><td>seen with 5.2, 2026</td><td>{@code HealthCheckTest.thePurchaseValidationOfAFirstLaunchIsAWarning}</td></tr>
 * <tr><td>Final Cut Studio exits with 0 after every error</td><td>qmaster.py 2011</td><td>{@code SubmissionOdditiesTest.finalCutStudioExitsWithZeroWhateverItComplainsOf}</td></tr>
 * <tr><td>A text, an empty file and a truncated movie are refused with exit code 3</td><td>seen with 5.4, 2026</td><td>{@code SubmissionOdditiesTest.aFileThatIsNoMediumIsRefusedAndNothingIsQueued}</td></tr>
 * <tr><td>A source can be refused with <code>Errors:</code> and a reason in a separate line</td><td>fergidotcom/video-development, 2025</td><td>{@code HabitsTest.aSourceCanBeRefusedWithAReasonInALineOfItsOwn}</td></tr>
 * <tr><td>Submissions that follow each other closely are refused</td><td>seen with 5.2, 2026</td><td>{@code HabitsTest.twoSubmissionsWithinASecondCanBeRefused}</td></tr>
 * <tr><td>So the submissions of one computer take turns</td><td>inferred</td><td>{@code TurnsTest.aSubmissionWaitsForItsTurnAndReportsWhichProcessHasIt}</td></tr>
 * <tr><td>For an unknown group, 5.x may encode on this computer without reporting it</td><td>assumed</td><td>{@code HabitsTest.aGroupThatIsNotKnownCanBeEncodedForHereWithoutAWord}</td></tr>
 * <tr><td>4.0 takes <code>-password</code> beside the cluster</td><td>help of Compressor 4.0</td><td>{@code SubmissionOdditiesTest.theFirstGenerationTakesAPasswordBesideTheCluster}</td></tr>
 * <tr><td>An address of a cluster can also be <code>tcp://ip:port</code></td><td>help of Compressor 4.0</td><td>{@code SubmissionOdditiesTest.theAddressOfAClusterHasTwoForms}</td></tr>
 * <tr><td>5.2 takes <code>-outputformat</code> when it submits</td><td>seen with 5.2, 2026</td><td>{@code SubmissionOdditiesTest.compressor52TakesOutputformatWhenItSubmits}</td></tr>
 * <tr><td>Timecodes take <code>:</code> and <code>;</code> before the frames</td><td>openradar 29029176, 2016</td><td>{@code SubmissionOdditiesTest.timecodesTakeEitherSignBeforeTheFrames}</td></tr>
 * <tr><td><code>-in</code> and <code>-out</code> are in the timecode of the source, which need not begin at zero</td><td>openradar 29029176, 2016</td><td>{@code SubmissionOdditiesTest.aRangeIsInTheTimecodeOfItsSourceHoweverShortThatIs}</td></tr>
 * </table>
 *
 * <table>
 * <caption>Hanging</caption>
 * <tr><th>Fact</th><th>Known from</th><th>Test</th></tr>
 * <tr><td>A submission can hang</td><td>qmaster.py 2011</td><td>{@code CompressorEngineTest.aSubmissionThatHangsAndIgnoresTermIsUnknownAndLeavesNoProcess}</td></tr>
 * <tr><td>After a submission that hung the batch may or may not be queued</td><td>inferred</td><td>{@code SubmittingTest.aSubmissionThatHangsAndWasQueuedIsFoundByItsNameAndNeverSubmittedAgain}</td></tr>
 * <tr><td>Services inherit the output, which then does not end</td><td>voc/intro-outro-generator, 2022</td><td>{@code CommandLineRunnerTest.aServiceThatInheritedTheOutputIsNotWaitedForAndMayGoOnWriting}</td></tr>
 * <tr><td>Those services must not be killed</td><td>seen with 5.4, 2026</td><td>{@code CommandLineRunnerTest.aServiceLivesOnWhenTheProgramIsKilled}</td></tr>
 * <tr><td>Only 4.6 was seen to keep the output open; other versions end their pipes</td><td>MaZderMind, 2022; field reports</td><td>{@code HabitsTest.onlyCompressor4KeepsTheOutputOfItsCallerOpenUnasked}</td></tr>
 * <tr><td>Its monitor also keeps the output open</td><td>MaZderMind, 2022</td><td>{@code HabitsTest.onlyTheMonitorOfCompressor4KeepsTheOutputOfItsCallerOpenWhileSomethingIsEncoded}</td></tr>
 * </table>
 *
 * <table>
 * <caption>Querying status</caption>
 * <tr><th>Fact</th><th>Known from</th><th>Test</th></tr>
 * <tr><td>Batch Monitor takes <code>-clustername -batchid -query 0</code></td><td>qmaster.py 2011</td><td>{@code DialectTest.finalCutStudioAsksBatchMonitorForOneBatchOnce}</td></tr>
 * <tr><td>Compressor 4 takes <code>-monitor -batchid -once</code></td><td><code>-help</code> of 4.x</td><td>{@code DialectTest.compressor4AsksItselfOnce}</td></tr>
 * <tr><td>Compressor 5.3 and later take <code>-outputformat json</code></td><td>seen with 5.4, 2026</td><td>{@code DialectTest.compressor53TakesOutputFormatAtTheEnd}</td></tr>
 * <tr><td>Compressor 5.2 takes <code>-format json</code> directly after <code>-monitor</code> only</td><td>seen with 5.2, 2026</td><td>{@code BatchMonitorTest.compressor52IsLearntToTakeFormatRightBehindMonitor}</td></tr>
 * <tr><td>5.3 and 5.4 take no <code>-format</code>, although <code>-help</code> names it</td><td>seen with 5.4, 2026</td><td>{@code BatchMonitorTest.compressor54IsNeverAskedInTheFormOf52}</td></tr>
 * <tr><td>Without an id every batch is listed</td><td>seen with 4.x, 2022</td><td>{@code BatchMonitorTest.everyBatchIsListed}</td></tr>
 * <tr><td>Legacy markup is closed inside its own tag</td><td>qmaster.py 2011; 2022</td><td>{@code StatusAnswerTest.finalCutStudioTellsOfABatchAndItsJobs}</td></tr>
 * <tr><td>Progress is in whole per cent and seconds</td><td>seen with 5.4, 2026</td><td>{@code StatusAnswerTest.perCentGoFromNothingToAll}</td></tr>
 * <tr><td>A name is in the markup with its quotes</td><td>seen with 4.x, 2022</td><td>{@code StatusAnswerTest.aNameWithQuotesComesThroughWhole}</td></tr>
 * <tr><td>A name can look like markup</td><td>assumed</td><td>{@code StatusAnswerTest.aNameThatLooksLikeMarkupIsOnlyAName}</td></tr>
 * <tr><td>Early JSON arrays are empty; the last that is not counts</td><td>seen with 5.4, 2026</td><td>{@code StatusAnswerTest.emptyArraysOfCompressor5ArePassedOver}</td></tr>
 * <tr><td>Any field can be empty or missing</td><td>qmaster.py 2011; 5.4</td><td>{@code StatusAnswerTest.numbersMayBeTextsAndFieldsMayBeMissing}</td></tr>
 * <tr><td>Times as text are in the Mac's language and only displayed</td><td>seen with 5.4, 2026</td><td>{@code StatusAnswerTest.emptyArraysOfCompressor5ArePassedOver}</td></tr>
 * <tr><td><code>Waiting</code> has a trailing blank</td><td>qmaster.py 2011</td><td>{@code StatusAnswerTest.aStatusWithATrailingBlankIsUnderstoodAndKeptAsItIs}</td></tr>
 * <tr><td><code>Cancelled</code> and <code>Canceled</code> are the same state</td><td>Batch Monitor User Manual</td><td>{@code StatusAnswerTest.appleSpellsCancelledInTwoWays}</td></tr>
 * <tr><td>A batch is <code>Waiting</code>, <code>Processing</code>, <code>PostProcessing</code>, <code>Successful</code></td><td>seen with 5.4, 2026</td><td>{@code BackendContract.aBatchGoesThroughTheStatesOfWorkInTheirOrder}</td></tr>
 * <tr><td>A failed batch has its reason and 100 per cent, and lists only the failed job</td><td>seen with 5.4, 2026</td><td>{@code StatusAnswerTest.aFailedBatchHasItsReasonAndNoPerCentAndListsOnlyTheFailedJob}</td></tr>
 * <tr><td>A cancelled batch also has 100 per cent</td><td>seen with 5.4, 2026</td><td>{@code StatusAnswerTest.theHundredPerCentOfACancelledBatchMeanNothing}</td></tr>
 * <tr><td>An answer need not list every job: the status of the batch decides</td><td>seen with 5.4, 2026</td><td>{@code StatusAnswerTest.jobsThatAreNotListedDoNoHarm}</td></tr>
 * <tr><td>A batch can vanish from the answers</td><td>seen with 5.4, 2026</td><td>{@code WatchingTest.aBatchThatIsNotListedForNinetySecondsIsLost}</td></tr>
 * <tr><td>Stopping the service cancels every batch of the machine</td><td>seen with 5.4, 2026</td><td>{@code WatchingTest.whenAllBatchesGoAtOnceTheEngineWasResetAndTheyAreWaitedForThreeTimesAsLong}</td></tr>
 * <tr><td>A batch that failed is resubmitted up to two times</td><td>Distributed Processing Setup Guide</td><td>{@code WatchingTest.aFailureThatIsResubmittedByTheEngineIsNoEnd}</td></tr>
 * <tr><td>A batch continues after contact to its service was lost for a while</td><td>Distributed Processing Setup Guide</td><td>{@code WatchingTest.questionsThatFailDoNotCountTowardsALoss}</td></tr>
 * <tr><td>Completed batches are listed for 24 hours in the first generation</td><td>Batch Monitor User Manual</td><td>{@code WatchingTest.theEndStaysKnownAfterTheEngineHasForgottenIt}</td></tr>
 * <tr><td>An unknown status is not a success</td><td>seen with 5.4, 2026</td><td>{@code StatusAnswerTest.anUnknownWordIsKeptAndIsNotASuccess}</td></tr>
 * <tr><td>A job that has not started is not listed</td><td>clients of 4.x, 2022; CommandPost</td><td>{@code MonitorOdditiesTest.aJobThatHasNotBegunIsNotListed}</td></tr>
 * <tr><td>A batch that waits has an empty array of jobs</td><td>grapeot/context-infrastructure, 2026</td><td>{@code MonitorOdditiesTest.aBatchOfCompressor5ThatWaitsHasAnEmptyArrayOfJobs}</td></tr>
 * <tr><td>If one job fails, the others are still encoded</td><td>fergidotcom/video-development, 2025</td><td>{@code RecoveryTest.aJobThatFailsLeavesTheOthersOfItsBatchToBeEncoded}</td></tr>
 * </table>
 *
 * <table>
 * <caption>Other commands and settings</caption>
 * <tr><th>Fact</th><th>Known from</th><th>Test</th></tr>
 * <tr><td>4 and 5 have <code>-kill</code>, <code>-pause</code> and <code>-resume</code></td><td><code>-help</code> of 4.x and 5.4</td><td>{@code DialectTest.laterOnesKillPauseAndResume}</td></tr>
 * <tr><td>They and <code>-monitor</code> accept <code>-jobid</code> instead of <code>-batchid</code></td><td><code>-help</code> of 4.x and 5.4</td><td>{@code DialectTest.aJobIsNamedByItsOwnFlag}</td></tr>
 * <tr><td>A killed batch is <code>Cancelled</code>, and its partial outputs are deleted</td><td>seen with 5.4, 2026</td><td>{@code BackendContract.aCancelledBatchShowsItAndLeavesNoOutput}</td></tr>
 * <tr><td>A paused batch is on <code>Hold</code> until it is resumed</td><td>Batch Monitor User Manual</td><td>{@code BackendContract.aPausedBatchIsOnHoldUntilItIsResumed}</td></tr>
 * <tr><td>Some flags restart the services of all users of the machine</td><td>Compressor User Guide</td><td>{@code DialectTest.noCommandRestartsTheServicesOfTheMachine}</td></tr>
 * <tr><td>The first generation is controlled in Batch Monitor's window</td><td>Batch Monitor User Manual</td><td>{@code CompressorEngineTest.whatAGenerationLacksIsRefusedBeforeAnythingStarts}</td></tr>
 * <tr><td>An id with a leading dash would be taken for a flag</td><td>inferred</td><td>{@code SubmissionAnswerTest.anIdThatWouldBeAFlagIsNone}</td></tr>
 * <tr><td>Since 2026 the application can be called Compressor Creator Studio</td><td>seen with 5.2, 2026</td><td>{@code CompressorInstallationTest.theCreatorStudioAndThePlaceOfCompressor40AreFoundToo}</td></tr>
 * <tr><td>Compressor is in the folder of all applications</td><td>qmaster.py 2011; Compressor User Guide</td><td>{@code CompressorInstallationTest.theApplicationInTheUsualPlaceIsFound}</td></tr>
 * <tr><td>Batch Monitor of the first generation is in the folder of utilities</td><td>qmaster.py 2011</td><td>{@code CompressorInstallationTest.batchMonitorIsInTheUtilities}</td></tr>
 * <tr><td>A user's own setting has its name percent-encoded</td><td>seen with 5.x, 2026</td><td>{@code CompressorSettingsTest.theUsersOwnSettingHasItsNamePercentEncoded}</td></tr>
 * <tr><td>A setting can have a <code>nameKey</code> as its name</td><td>seen with 5.x, 2026</td><td>{@code SettingFileTest.aSettingWithoutANameHasThatOfItsKey}</td></tr>
 * <tr><td>A sandboxed application keeps settings in a group container</td><td>seen with 5.x, 2026</td><td>{@code CompressorSettingsTest.aSandboxedApplicationKeepsTheUsersSettingsInAGroupContainer}</td></tr>
 * <tr><td>The settings of the machine are in its library</td><td>seen with 5.x, 2026</td><td>{@code CompressorSettingsTest.theMachinesSettingsAreInItsLibrary}</td></tr>
 * <tr><td>A setting is XML below <code>setting</code>, not a property list</td><td>seen with 5.x, 2026</td><td>{@code SettingFileTest.anotherRoot}</td></tr>
 * <tr><td>It contains container, codec and size</td><td>seen with 5.x, 2026</td><td>{@code SettingFileTest.anHevcSettingForDevices}</td></tr>
 * <tr><td>What is not <code>isEnabled</code> is not encoded</td><td>seen with 5.4, 2026</td><td>{@code SettingFileTest.videoThatIsSwitchedOffHasNoCodecAndNoSize}</td></tr>
 * <tr><td><code>-100 -100</code> is the size of the source</td><td>seen with 5.4, 2026</td><td>{@code SettingFileTest.aProxySettingOfTheSizeOfTheSource}</td></tr>
 * <tr><td>A minus before the size means to fit inside</td><td>seen with 5.4, 2026</td><td>{@code SettingFileTest.aWebSettingThatFitsInside}</td></tr>
 * <tr><td>A minus before both, with one number, means per cent; no minus means exactly that size</td><td>seen with 5.4, 2026</td><td>{@code ValuesTest.aFrameSizeIsReadAsCompressorMeansIt}</td></tr>
 * <tr><td>Bounds alone have no effect</td><td>seen with 5.4, 2026</td><td>{@code SettingFileTest.anOldSettingWhoseBoundsAloneHaveNoEffect}</td></tr>
 * <tr><td><code>TIFF</code> makes an image sequence, unless the extension is <code>gif</code></td><td>seen with 5.4, 2026</td><td>{@code SettingFileTest.theExtensionGifMakesNoImageSequence}</td></tr>
 * <tr><td>MXF names its codec as text</td><td>seen with 5.4, 2026</td><td>{@code SettingFileTest.mxfNamesItsCodecInWords}</td></tr>
 * <tr><td>Built-in settings have their names in a binary <code>Localizable.strings</code></td><td>seen with 5.4, 2026</td><td>{@code CompressorSettingsTest.builtInSettingsHaveTheNamesOfABinaryLocalizableStrings}</td></tr>
 * <tr><td>One display name can occur twice</td><td>seen with 5.4, 2026</td><td>{@code CompressorSettingsTest.quickTimeComesBeforeMxfOfTheSameName}</td></tr>
 * <tr><td>The user's own setting comes before a built-in one of the same name</td><td>seen with 5.4, 2026</td><td>{@code CompressorSettingsTest.theUsersOwnComesBeforeABuiltInOneOfTheSameName}</td></tr>
 * <tr><td>A copy of a built-in setting also has the key of its name; the name is displayed</td><td>users' files of 4.x and 5.x</td><td>{@code SettingFileTest.aCopyOfABuiltInSettingHasTheNameThatItsUserSeesAndKeepsTheKey}</td></tr>
 * <tr><td>A percentage of the source can have a fraction</td><td>users' files</td><td>{@code SettingFileTest.aPartOfTheSourceCanHaveAFraction}</td></tr>
 * <tr><td><code>duration-change</code> makes an output longer or shorter</td><td>users' files</td><td>{@code SettingFileTest.aSettingThatMakesItsOutputLongerOrShorterRetimes}</td></tr>
 * <tr><td>Crop and padding change the size that <code>automatic</code> names</td><td>users' files of 4.x and 5.x</td><td>{@code SettingFileTest.aSettingThatCropsOrPadsReshapes}</td></tr>
 * <tr><td>So does rotation, which is in degrees or in quarters of a circle</td><td>users' files of 4.x and 5.x</td><td>{@code SettingFileTest.aSettingThatRotatesByRightAnglesDoesNotReshape}</td></tr>
 * <tr><td>Audio can be enabled with the codec <code>NONE</code></td><td>users' files</td><td>{@code OutputVerifierTest.audioIsThereIfSettingAndSourceHaveIt}</td></tr>
 * <tr><td>Built-in settings are in another place in each generation</td><td>seen with 4.2.2, 4.x, 5.2 and 5.4</td><td>{@code CompressorSettingsTest.builtInSettingsAreFoundOnEveryGenerationWithTheirGroups}</td></tr>
 * <tr><td>Among them are other files, such as <code>setting-group-*.group</code></td><td>seen with 5.4, 2026</td><td>{@code CompressorSettingsTest.builtInSettingsAreFoundOnEveryGenerationWithTheirGroups}</td></tr>
 * <tr><td>With two editions installed Compressor misbehaves</td><td>CommandPost, 2026</td><td>{@code HealthCheckTest.twoEditionsAreAWarning}</td></tr>
 * <tr><td>5.4 and its guide name none of the flags by which clusters are shared</td><td><code>-help</code> of 5.4; Compressor User Guide 5.4</td><td>{@code MacFindingsTest.from54OnTheClustersAreInDoubt}</td></tr>
 * <tr><td>4.3 ignores the output path and writes beside the source</td><td>openradar, 2016</td><td>{@code OutputsTest.anOutputThatWasWrittenBesideItsSourceIsNamedAndNotTaken}</td></tr>
 * <tr><td><code>Processing</code> at 0 per cent with no time elapsed waits for another batch</td><td>field report of 2026</td><td>{@code WaitLimitsTest.aBatchBehindAnotherOneWaitsAndDoesNotStall}</td></tr>
 * <tr><td>Elapsed and remaining time are progress while per cent do not change</td><td>field report of 2026</td><td>{@code WaitLimitsTest.elapsedAndRemainingTimeAreProgress}</td></tr>
 * <tr><td>So is an output that grows</td><td>field report of 2026</td><td>{@code WaitLimitsTest.anOutputThatGrowsIsProgress}</td></tr>
 * <tr><td>The transcoder's log reports how many services are idle</td><td>field report of 2026</td><td>{@code MacFindingsTest.aTranscoderWithoutIdleServicesIsAWarning}</td></tr>
 * <tr><td>It reports what is encoded and how long that took</td><td>field report of 2026</td><td>{@code TranscoderLogTest.theLogOfTheTranscoderSaysWhatIsEncodedAndHowManyServicesAreIdle}</td></tr>
 * <tr><td>A line about audio tracks is meaningless, and has no prefix</td><td>seen with 4.5, 2020</td><td>{@code RefusalTest.theNoiseOfASourceWithSeveralAudioTracksIsNotTheReasonOfARefusal}</td></tr>
 * <tr><td>The id of a job means that job alone</td><td><code>-help</code> of 4.x and 5.4</td><td>{@code MonitorOdditiesTest.theIdOfAJobCancelsPausesAndResumesThatJobAlone}</td></tr>
 * <tr><td>Pausing can lose finished work</td><td>Compressor User Guide</td><td>{@code HabitsTest.whatWasDoneCanBeLostWhenABatchIsPaused}</td></tr>
 * <tr><td>Truncated outputs can remain after a batch was killed</td><td>grapeot/context-infrastructure, 2026</td><td>{@code HabitsTest.halfOfAnOutputCanStayBehindABatchThatWasCancelled}</td></tr>
 * <tr><td>While a job is encoded in segments, <code>….sb-</code> files are beside its output; they are not outputs</td><td>grapeot/context-infrastructure, 2026</td><td>{@code OutputCheckTest.theFileOfASegmentIsNoOutputAndStays}</td></tr>
 * <tr><td>They are deleted at its end</td><td>grapeot/context-infrastructure, 2026</td><td>{@code SegmentFilesTest.whileAJobIsEncodedInSegmentsAFileForEachIsBesideItsOutputAndNoneAtItsEnd}</td></tr>
 * <tr><td>They are deleted when it is cancelled</td><td>grapeot/context-infrastructure, 2026</td><td>{@code SegmentFilesTest.segmentFilesGoWithABatchThatIsCancelledAndNothingElseDoes}</td></tr>
 * <tr><td>The two editions have different identifiers</td><td>CommandPost 3471, 2026</td><td>{@code StandInBundleTest.everyApplicationHasItsIdentifier}</td></tr>
 * </table>
 */
@NullMarked
package io.qmaster.compressor;

import org.jspecify.annotations.NullMarked;
