"""Whether a person is `he` or `she`, by a given name that hardly anybody of the other sex has."""

from __future__ import annotations

import re
from functools import lru_cache


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Left out is what both have (`Robin`, `Kelly`, `Sasha`), what changes from one language to the next (`Andrea`, `Jean`,
# `Michele`, `Joan`), and the given names of Korea and China, in which one syllable serves for both.
_MEN = _set(
    """aaron abbas abdel abdul abdullah abraham adam adnan adolf adrian agustin ahmad ahmed ahmet aidan akbar akihiko
    akio akira alan alastair albert alberto alejandro aleksandar aleksander aleksandr aleksei aleksey alexander
    alexandre alexandros alexei alexey alfonso alfred alfredo ali allan allen alvaro amir amos anatoly anders andreas
    andrei andrej andres andrew andrey andrii andrzej angus ansgar anthony antoine anton antonio antti anwar
    archibald arif arjun arkady armando armin arnaud arne arnold arthur artur arturo arvind asad ashok ashraf ashton
    atal atif atsushi augusto avigdor aziz babacar barack barry bartosz bashar bashir basil basuki ben benedict
    beniamino benigno benjamin benny bernard bernardo bernd bernhard bernie bertrand bilal bill billy bjarne bjorn
    björn bob bobby bogdan boris boubacar boyko brad bradley brandon branko brendan brett brian bruce bruno bryan
    burak burhan caleb calvin carl carlo carlos cedric cem cesar cesare charles charlie christian christoph
    christophe christopher claudio clement cliff clifford clive colin connor conrad constantin constantine craig
    cristian curtis cyril cyrus damian damien damir dan daniel danilo danny dario darius darko darren dave david
    davit deepak denis dennis derek desmond dick diego dieter dietmar dilip dimitar dimitri dimitrios dimitris dirk
    dmitri dmitriy dmitry dominic don donald donnie douglas dov dragan duncan dwayne dwight edgar edmund edoardo
    eduard eduardo edward edwin ehud eitan elias elijah emil emile emilio emmanuel emomali enda enrico enrique eric
    erich erick erik ernest ernesto ernst erwan esteban ethan etienne eugene evan evgeny ezra fabian fabio fabrice
    fadi fahad faisal farid farouk fawzi federico felipe felix ferdinand ferenc fernando fidel filip fouad francesco
    francis francisco franco francois frank frankie franklin franz françois fred freddie frederic frederick frederik
    fredrik friedrich fritz fumio gary gaston gavin gavrilo geert geoff geoffrey george georges georgi georgios
    georgy gerald gerard gerardo gerhard ghassan gianni gilbert giorgi giorgio giorgos giovanni giulio giuseppe glenn
    godfrey gonzalo goran gordon graham greg gregor gregory grigory grzegorz guillaume guillermo gunnar gunter gustav
    gustavo gyula habib hadi hafez hakan hamid hamza hank hannes hans harald hari harold harry haruhiko hasan hashim
    hassan hector heiko heinrich heinz helmut henri henrik henrique henry herbert heriberto herman hermann hidehisa
    hideki hiroaki hirofumi hirokazu hiroshi hiroyuki hisham horst hosni howard hubert hugh hugo humberto hussain
    hussein ian ibrahim idris ignacio ignazio igor ihor ilham ilya imran ingvar ioannis isaac isaias iskander ismael
    ismail issa itamar itsunori ivan ivo jacek jack jackie jacob jacques jagdish jair jake jakob jakub jalal jamal
    james jamil jared jari jarmo jaroslav jaroslaw jason javad javed javier jay jeff jeffrey jens jeremy jerome jerry
    jerzy jesper jesse jesus jesús jim jimmy jiri jiří jo-han joachim joao joaquin jochen joe joel joern johan johann
    johannes john johnny joko jon jonah jonas jonathan jorg jorge joschka jose josef josep joseph josh joshua josip
    josé joão juan juergen juha juhani jukka jules julian julien julio julius junichiro jurgen justin jörg jürgen
    kalle kamal karim karl karsten kassym-jomart katsutoshi katsuya kazuhiko kazuo keith keizo ken kenji kenneth
    kenny kenta kevin khaled khalid khalifa klaus knut kofi koichi koichiro konstantin konstantinos kostas krishna
    kristian kristjan kurt kwame kyle kyriakos larry lars laszlo lawrence lech leif len lennart leo leon leonard
    leonardo leonid leopoldo leroy leszek lev lewis liam linus lloyd lorenzo louis luca lucas luciano luigi luis luiz
    lukas luke lászló maarten maciej magnus mahathir mahinda mahmoud mahmud mainuddin majed majid malcolm mamadou
    manfred manmohan manohar manuel marcel marcelo marcin marcio marco marcos marcus marek mariano mario marius mark
    marko markus marlon marouane martin martti marty marvin marwan masahiko masahiro masayoshi mason massimo mateusz
    mathias mathieu mats matt matteo matthew matthias matti maurice mauricio mauro maxim maximilian mehdi mehmet
    melvin michael michal michel michiel miguel mihai mikael mike mikhail mikheil miklos milan milorad milos miloš
    mirko miro miroslav mitch mitchell mitsuo mitt mladen mohamad mohamed mohammad mohammed mohan mohsen moshe
    mostafa muammar muhammad muhammadu muhammed mukhtar murat murray musa mustafa mykhailo mykola nabil naftali naji
    najib naoto narendra nasser nathan nathaniel nawaf nawaz ned neil nestor neville newt nicholas nicolae nicolas
    nicolás nigel nikola nikolai nikolaj nikolaos nikolay nikos nils nitin nobuo nobusuke norbert norman nuri oded
    olaf olav ole oleg oleh oleksandr oleksii oleksiy oliver olivier omar oscar oskar osman osvaldo otto owen pablo
    paddy panos paolo pascal patricio patrick patrik paul paulo pavel pavlo pavlos pawel paweł pedro pekka per percy
    perry petar pete peter petr petri petro petros petteri phil philip philipp philippe phillip pierre pieter pietro
    piotr pradeep prakash pranab pyotr qasem rachid radek radoslaw radosław rafael rafi rafik ragnar rahul raila
    rainer raj rajesh rajiv rajnath ralf ralph ramon ramzan randall randy rashid ratko raul ravi ray raymond recep
    reinhard reinhold reza ricardo riccardo richard rick rishi rob robert roberto rod roderich roderick rodney
    rodolfo rodrigo roger roland rolf roman ron ronald ronnie ross roy ruben rudolf rudolph rudy rui rupert russell
    rustam ryan ryosuke ryutaro saad saadi saddam saeed saif salah salem salim salman samir samuel sanjay santosh
    satoshi saul scott sean sebastian sebastien selim semyon serge sergei sergey sergio sergiy serhii serhiy shahid
    shane shaukat shaun shehbaz shigeru shimon shinichi shintaro shinzo shivshankar sigmar silvio simeon simon
    slobodan soren spiro stanislav stanislaw stanley stavros stefan stefano steffen steinar stephan stephane stephen
    steve steven stewart stig stipe stjepan stuart stéphane sushil svante sven sylvain sébastien søren tadashi
    tadeusz takashi takeo takeshi talal tamas tamim tamás taras tareq tariq taro tarō tatsuo tayyip ted teddy temir
    teodoro terence thaddeus theo theodor theodore theodoros thomas thorsten tim timo timothy titus tobias todd tom
    tomas tomasz tomislav tommaso tommy tomáš tony toru toshihiro toshimitsu trevor tuomas turki tyler ulf ulrich
    umar umaru urho uwe vaclav valentin valery vasil vasily vernon victor viktor viktoras vinay vince vincent
    vincenzo vitali vitaliy vitaly vivek vlad vladimir vladislav vojislav volker volodymyr vuk vyacheslav václav
    wadih waldemar walid wallace wally walter waqar werner wesley wilfried wilhelm willem william willie willy
    winfried winston witold wladyslaw wojciech wolfgang woodrow xavier yair yasser yasuhide yasuhiro yasuo yaw
    yevgeny yiannis yitzhak yoav yogi yohei yoshihide yoshihiko yoshimasa yoshiro yukio yuri yuriy yusuf yves zafar
    zaid zayed zbigniew zeljko zlatko zoran zygmunt ömer"""
)
_WOMEN = _set(
    """abigail ada adela adriana agnes agnieszka aicha aisha alena alessandra alexandra alice alicia alina alison
    allison alma alyssa amalia amanda amelia amelie amina amira amy ana anastasia anca angela angelica angelina
    angelique anika anita anja ann anna annabel annalena anne annegret annette annie anniken antje antonella antonia
    anu anushka aoife aparna arancha arlene asma astrid athena audrey aurelia ayelet ayesha aylin ayşe aïcha barbara
    beata beate beatrice beatriz becky bella benazir bernadette beth betsy bettina betty beverly bianca birgit
    birgitta blanca bonnie bożena brenda bridget brigitte britta camila carina carla carlotta carmen carol caroline
    carolyn caryn catalina catarina caterina catherine cathy cecilia celeste celia celine chantal charlotte cherie
    cheryl chitra chloe christiane christina christine claire clara clarissa claudia colette colleen condoleezza
    constance corazon corinna corinne cristina cynthia daniela danielle daphne daria debbie deborah debra delia
    delphine denise diana diane dilma dina ditte dolores donna dora doris dorothea dorothy ebba edda edith eileen
    elaine eleanor elena eleni elham elif elisa elisabeth elise elizabeth ella ellen elsa elvira emily emine emma
    erika erna esperanza esra estela esther etsuko eugenia eva eveline evelyn fatima fatma fatou fawzia federica
    felicia fernanda filippa fiona flavia frances francesca francoise françoise frederica frederique friederike
    gabriela gabriella gail galina geeta genevieve georgina geraldine gerda gertrude gina giorgia gisela giulia
    gladys glenda gloria grace graciela greta gretchen gudrun gunilla guri habiba hala halina hanan hanna hannah
    hannelore harriet harumi hatice heather heba hedwig heidi heike helen helena helene helga helle henrietta
    henriette hillary hina hiroko huda ida ilana ilse imelda indira ines inga ingeborg ingrid inés irena irene irina
    iris irma isabel isabella isabelle ivana ivanka ivonne jacinda jacqueline jacqui jadranka jadwiga janet janice
    jeanette jeanne jekaterina jelena jennifer jenny jessica jill jillian joanna joanne johanna josefina josephine
    joyce juana judith judy julia juliana julie juliet juliette julita junko justina kaisa kaja kajsa kamala karen
    karin karina karla karolina katarina katarzyna kate katerina katharina katherine kathleen kathryn kathy katie
    katja katrin katrina keiko kersti khadija kimberly kirsten kirsti kirsty kolinda kristalina kristen kristi
    kristiina kristina kristine ksenia kyoko laila lara larisa latifa latoya laura laurel lauren leah leila lena leni
    leonie letitia leymah liesbeth lilia lilian liliana lillian lily linda lisa lisbeth lise liz liza ljiljana lola
    lolita loren lorena loretta lori lorraine louise lucia lucie lucille lucinda lucy ludmila luisa lydia lyudmila
    madeleine madeline magda magdalena maggie maha maia maija maja makiko malala malgorzata mamiko manuela mara maren
    margaret margarida margarita margaux margot margrethe maria mariam mariana marianne marie mariko marina marine
    marisa marisol marissa marit mariya marjorie marlene marsha marta martha martina mary maryam marília mathilde
    matilda maureen mayu małgorzata megan megawati meghan melania melanie melinda melissa merete meryem mette mia
    michaela micheline michelle michiko mildred milena mireille miriam mirjana miroslava mizuho molly mona monica
    monika monique muriel myriam nabila nadezhda nadia nadine najat nancy nanna naomi natalia natalie natalya natasha
    nathalie nawal neelie nellie nicole nikki nina nirmala nobuko nora noriko nuala octavia oksana olena olesya olga
    olivia ophelia paloma pam pamela paola parveen patricia patrizia paula paulina pauline peggy penelope petra
    phoebe phyllis pia piroska polly pratibha priscilla priti priya queenie rachel raquel rasa rashida rebecca regina
    reiko renata renate renee renho renée rhoda rhonda riikka risa rita roberta romina rosa rosalind rosalía rosana
    rosemary rosie roxana roza ruth ryoko sabina sabine sabrina sadako safiya sahra sally salma samantha samia sanae
    sandra sanna sara sarah satsuki sayeeda sayuri seiko selma senait serap sharon sheila shelley sherry sheryl
    shirley sigrid silja silvia simonetta sinéad siobhan sirimavo sirpa sofie sofía sonia sonja sophia sophie soraya
    stella stephanie stéphanie sue sunita susan susana susanna susanne sushma susie suzanne svetlana swati sylvia
    sylvie tamara tamayo tania tanja tanya tarja tatiana tatyana teresa thea theresa therese tiffany tina tomoko
    tomomi tova tulsi tzipi ulla ulrike ursula usha uta valentina valeria valerie valérie vandana vanessa vera verica
    veronica veronika vesna victoire vida viola violeta violetta viviane vjosa véronique wanda wendy wilhelmina wilma
    winifred winnie xiomara yael yasmin yasmine yekaterina yelena yevgenia yingluck yoko yolanda yoriko yulia yuliya
    yumiko yuriko yvette yvonne zahra zainab zakia zara zeynep zita zoe zofia zoé zsuzsanna zuzana"""
)
_ENDS = re.compile(r"(?:[^aeiouy]ova|[^u]eva|skaya|d[oó]ttir)$")
"""How the names end that women have of their fathers or husbands in Slavic lands and in Iceland."""
_LEAST = 6
"""How many letters such a name has at least."""


@lru_cache(maxsize=4096)
def gender_of(name: str) -> str:
    """Return `m` or `f` for a full name whose given name says so, else nothing.

    >>> [gender_of(each) for each in ("Nils Berg", "Maria Lund", "Robin Berg", "Berg", "Alex Petrova")]
    ['m', 'f', '', '', 'f']
    """
    words = [re.sub(r"[’']s?$", "", each).strip('.,“”"()').lower() for each in name.split()]
    for word in words[:-1]:
        for given in (word, word.partition("-")[0]):
            if given in _WOMEN:
                return "f"
            if given in _MEN:
                return "m"
    last = words[-1] if len(words) > 1 else ""
    return "f" if len(last) >= _LEAST and _ENDS.search(last) is not None else ""
