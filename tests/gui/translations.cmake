file(COPY_FILE "${TRANSLATION}" "${COPY}")
execute_process(COMMAND "${LUPDATE}" -silent -no-obsolete -locations none -source-language en -target-language ko
    "${SOURCES}" -ts "${COPY}" COMMAND_ERROR_IS_FATAL ANY)
file(READ "${COPY}" after)
string(REGEX MATCHALL "<source>[^<]*</source>[^<]*(<translation[^/]*type=\"unfinished\"[^>]*>)" unfinished "${after}")
if(unfinished)
    string(REGEX REPLACE "</source>[^;]*" "" unfinished "${unfinished}")
    string(REPLACE "<source>" "\n  " unfinished "${unfinished}")
    message(FATAL_ERROR "Without Korean:${unfinished}\n"
        "Build the target update_translations, then translate them in resources/translations/kubarium_ko.ts.")
endif()
